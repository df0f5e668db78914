"""The forms of the protocols, filled in from the second case. Each field was worked by hand from the facts first."""

from datetime import date

import pytest

import s2ss_core.events as e
from s2ss_core import BadInput, NotFound
from s2ss_core.projections import AsAt
from s2ss_core.values import Cause, Days
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Desk, until
from tests.scenarios.case_two import AUTUMN, HEAD, LEADER, SPRING, STORY, TEACHER, THE_LEADER, VISITS
from tests.scenarios.filled import filled, otherwise

FIRST, LAST, HALF = VISITS[0], VISITS[-1], VISITS[-2]
FULL = changed(
    FIRST,
    focus="Listening to pupils read.",
    progress="A baseline of each pupil.",
    issues="The library is closed.",
    points_leader=(e.PointForLeader(text="Send the reading list.", by=date(2019, 9, 27)),),
    points_school=(
        e.PointForSchool(text="Order the books.", who=TEACHER, by=date(2019, 10, 4)),
        e.PointForSchool(text="Open the library.", who=HEAD),
    ),
    actions_done="Listened to thirty pupils.",
    outcomes="A list of who reads how.",
)
OLD, NEW = (date(2020, 4, 3), date(2020, 4, 6))
BY_LEADER = e.RecordSigned(
    signature="s-1", on=OLD, record="deployment-record", leader=LEADER, term=SPRING, signatory=THE_LEADER
)
BY_HEAD = changed(BY_LEADER, signature="s-2", on=NEW, signatory=HEAD)


def played(*facts: object) -> Desk:
    """A desk on which these facts were recorded."""
    desk = Desk.open()
    desk.calendar.day = date(2019, 9, 2)
    desk.play(*facts)
    return desk


def test_a_record_of_support_shows_the_action_points_of_both_sides() -> None:
    sent = e.DocumentShared(
        of=Cause("visit", (FIRST.visit,)),
        on=date(2019, 9, 26),
        shared_with=("broker", "headteacher"),
        by=THE_LEADER,
    )
    brokerage = played(*otherwise(until(STORY, FIRST.on), {FIRST: FULL}), sent).brokerage

    form = brokerage.form("record-of-support", "d-1")

    assert filled(form) == {
        "Who": {"supported school": "s-1", "system leader": "sl-1"},
        "The visit": {
            "date": date(2019, 9, 25),
            "focus of the visit": "Listening to pupils read.",
            "progress made": "A baseline of each pupil.",
        },
        "Action point 1 of the leader": {"what": "Send the reading list.", "by": date(2019, 9, 27)},
        "Action point 1 of the school": {"what": "Order the books.", "who": "t-1", "by": date(2019, 10, 4)},
        "Action point 2 of the school": {"what": "Open the library.", "who": "ht-1", "by": None},
        "Arising during the visit": {"points and issues": "The library is closed."},
    }
    assert filled(form, ours=True)["Shared"]["shared with"] == "broker, headteacher"
    not_yet = brokerage.form("record-of-support", "d-1", as_at=AsAt(recorded=FIRST.on))
    assert filled(not_yet, ours=True)["Shared"]["shared with"] is None


def test_a_record_of_support_without_action_points_has_a_blank_row_for_each_side() -> None:
    found = filled(played(*until(STORY, FIRST.on)).brokerage.form("record-of-support", "d-1"))

    assert found["Action points of the leader"] == {"what": None, "by": None}
    assert found["Action points of the school"] == {"what": None, "who": None, "by": None}
    assert found["Arising during the visit"] == {"points and issues": None}


def test_a_deployment_record_has_the_hours_of_each_visit_of_the_term_and_who_signed() -> None:
    """An hour is a fifth of a day: two days and half a day, then a day, are 5 + 5 + 2.5 + 5 = 17.5 hours."""
    desk = played(*until(STORY, date(2020, 3, 31)), BY_LEADER, BY_HEAD)

    form = desk.brokerage.form("deployment-record", "d-1", leader=LEADER, term=SPRING)

    blank = dict.fromkeys(("actions", "outcomes", "comments"))
    assert filled(form) == {
        "Who": {"leader": "sl-1", "supported school": "s-1"},
        "Visit v-2020-01-15": {"date": date(2020, 1, 15), "time in hours": "5 (1 day)", **blank},
        "Visit v-2020-02-05": {"date": date(2020, 2, 5), "time in hours": "5 (1 day)", **blank},
        "Visit v-2020-02-26": {"date": date(2020, 2, 26), "time in hours": "2.5 (1 half-day)", **blank},
        "Visit v-2020-03-11": {"date": date(2020, 3, 11), "time in hours": "5 (1 day)", **blank},
        "Signed: System Leader": {"signed by": "sl-1", "date": OLD},
        "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": NEW},
    }
    assert filled(form, ours=True) == {"Total": {"time in hours": "17.5"}}
    (total,) = (section for section in form.sections if section.title == "Total")
    assert len(total.fields[0].positions) == 4

    for as_at in (AsAt(recorded=OLD), AsAt(happened=OLD)):
        earlier = desk.brokerage.form("deployment-record", "d-1", leader=LEADER, term=SPRING, as_at=as_at)
        assert filled(earlier)["Signed: System Leader"]["signed by"] == "sl-1"
        assert filled(earlier)["Signed: Headteacher of the supported school"]["signed by"] is None


def test_a_sheet_of_another_term_has_other_visits_and_no_signature_of_this_one() -> None:
    autumn = filled(
        played(*otherwise(STORY, {FIRST: FULL}), BY_LEADER).brokerage.form(
            "deployment-record", "d-1", leader="SL-1", term=AUTUMN
        )
    )

    assert [title for title in autumn if title.startswith("Visit")] == [
        "Visit v-2019-09-25", "Visit v-2019-10-09", "Visit v-2019-11-06", "Visit v-2019-11-27",
    ]  # fmt: skip
    assert autumn["Visit v-2019-09-25"]["actions"] == "Listened to thirty pupils."
    assert autumn["Visit v-2019-09-25"]["outcomes"] == "A list of who reads how."
    assert autumn["Signed: System Leader"] == {"signed by": None, "date": None}


def test_hours_are_hours_whatever_the_programme() -> None:
    hours = changed(HALF, unit="hour", quantity=Days(3), line=None)
    story = otherwise(STORY, {HALF: hours})

    form = played(*until(story, HALF.on)).brokerage.form(
        "deployment-record", "d-1", leader=LEADER, term=SPRING
    )

    assert filled(form)["Visit v-2020-02-26"]["time in hours"] == "3 (3 hours)"
    assert filled(form, ours=True) == {"Total": {"time in hours": "13"}}


def test_a_sheet_needs_its_leader_and_its_term_and_a_visit_in_it() -> None:
    brokerage = played(*until(STORY, FIRST.on)).brokerage

    with pytest.raises(BadInput, match="give leader and term"):
        brokerage.form("deployment-record", "d-1", leader=LEADER)
    with pytest.raises(NotFound, match="sl-1 has no visit in 2020-spring on record"):
        brokerage.form("deployment-record", "d-1", leader=LEADER, term=SPRING)
