"""The forms of the protocols, filled in from the second case. Each field was worked by hand from the facts first."""

from datetime import date
from decimal import Context, localcontext
from functools import partial
from typing import get_args

import pytest

import s2ss_core.events as e
from s2ss_core import BadInput, NotFound
from s2ss_core.projections import AsAt
from s2ss_core.values import Cause, Days, Person
from tests.aggregates.histories import changed
from tests.scenarios.case_one import Desk, in_order, until
from tests.scenarios.case_two import (
    AUTUMN,
    BROKERED,
    CONTRACT,
    CONTRACT_SIGNED,
    HEAD,
    LEADER,
    OFFICER,
    SPRING,
    STORY,
    SUBMITTED,
    SUPPORT_AGREEMENT,
    TEACHER,
    THE_LEADER,
    VISITS,
)
from tests.scenarios.filled import filled, kinds_of, otherwise

FIRST, HALF = VISITS[0], VISITS[-2]
DEPUTY = Person(person="dh-1", role="senior-leader", organisation="s-1")
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


def test_the_arithmetic_of_the_host_changes_no_form() -> None:
    brokerage = played(*until(STORY, HALF.on)).brokerage
    sheet = partial(brokerage.form, "deployment-record", "d-1", leader=LEADER, term=SPRING)

    with localcontext(Context(prec=2)):
        under_two_digits = sheet()

    assert under_two_digits == sheet()


def test_a_sheet_needs_its_leader_and_its_term_and_a_visit_in_it() -> None:
    brokerage = played(*until(STORY, FIRST.on)).brokerage

    with pytest.raises(BadInput, match="give `leader` and `term`"):
        brokerage.form("deployment-record", "d-1", leader=LEADER)
    with pytest.raises(NotFound, match="sl-1 has no visit in 2020-spring on record"):
        brokerage.form("deployment-record", "d-1", leader=LEADER, term=SPRING)


# The contract and the support agreement


def brokered(*more: object) -> Desk:
    """The second case up to the signatures of both documents, brokered with what their forms ask for."""
    match = changed(
        BROKERED,
        aims=("Pupils read fluently.", "Teachers read aloud."),
        contact=DEPUTY,
        work_managed_by=DEPUTY,
        frequency="Every second Wednesday",
        times="9.00 to 15.00",
    )
    plan = changed(
        SUBMITTED,
        staff_involved=(TEACHER, DEPUTY),
        activities=(e.Element(id="a-1", text="Coach each teacher."),),
        objectives=(changed(SUBMITTED.objectives[0], review_by=date(2019, 12, 13)),),
    )
    copied = changed(SUPPORT_AGREEMENT, copies_to=("llf", "sl-1", "ht-1"))
    story = otherwise(STORY, {BROKERED: match, SUBMITTED: plan, SUPPORT_AGREEMENT: copied})
    return played(*until(story, date(2019, 9, 18)), *more)


def test_a_contract_is_filled_in_from_the_match_the_plan_and_its_signatures() -> None:
    """£2,600 = 7 × £350 + £150, all of it paid by the school; four parties signed on 17 September."""
    brokerage = brokered().brokerage

    form = brokerage.form("contract", "d-1")

    signed = date(2019, 9, 17)
    assert filled(form) == {
        "System Leader: home school details": {
            "system leader": "sl-1",
            "role": "middle-leader",
            "school": "s-7",
            "headteacher": "ht-7",
        },
        "Supported school details": {
            "school": "s-1",
            "headteacher": "ht-1",
            "school contact name": "dh-1",
            "school contact role": "senior-leader",
        },
        "Deployment": {
            "start date": date(2019, 9, 23),
            "end date": date(2020, 3, 31),
            "agreed time commitment": "7.5 days of sl-1 in 2019/20",
            "intervals": "Every second Wednesday",
        },
        "Aim 1": {"aim": "Pupils read fluently."},
        "Aim 2": {"aim": "Teachers read aloud."},
        "Objective o-1": {
            "objective": "Pupils read fluently.",
            "measure": "reading ages",
            "review by": date(2019, 12, 13),
        },
        "Costs": {
            "total cost of deployment": "£2,600.00",
            "payable by supported school if outside": "£2,600.00",
            "cost to alliance": "£0.00",
            "cost to leaders school": "£0.00",
        },
        "Signed: System Leader": {"signed by": "sl-1", "date": signed},
        "Signed: System Leader's School Headteacher (where applicable)": {"signed by": "ht-7", "date": signed},
        "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": signed},
        "Signed: Headteacher of the lead Teaching School on behalf of the alliance": {
            "signed by": "u-1",
            "date": signed,
        },
    }  # fmt: skip
    assert filled(form, ours=True) == {}
    for as_at in (AsAt(happened=date(2019, 9, 16)), AsAt(recorded=date(2019, 9, 16))):
        unsigned = filled(brokerage.form("contract", "d-1", as_at=as_at))
        assert unsigned["Signed: System Leader"] == {"signed by": None, "date": None}


def test_a_contract_without_aims_has_that_row_blank() -> None:
    found = filled(played(*until(STORY, date(2019, 9, 18))).brokerage.form("contract", "d-1"))

    assert found["Aim"] == {"aim": None}
    assert found["Supported school details"]["school contact name"] is None


def test_a_contract_shows_the_period_that_was_agreed_on_its_day() -> None:
    """On 14 September the start moved by a week; what was agreed on 1 October comes after the contract."""
    sooner = e.TimeRenegotiated(
        negotiation="t-1", on=date(2019, 9, 14), start=date(2019, 9, 16), agreed_by=(HEAD, THE_LEADER, OFFICER)
    )  # fmt: skip
    later = e.TimeRenegotiated(
        negotiation="t-2", on=date(2019, 10, 1), intended_end=date(2020, 7, 17),
        agreed_by=(HEAD, THE_LEADER, OFFICER),
    )  # fmt: skip
    desk = played(*in_order((*until(STORY, date(2019, 9, 25)), sooner)), later)

    found = filled(desk.brokerage.form("contract", "d-1"))

    assert found["Deployment"]["start date"] == date(2019, 9, 16)
    assert found["Deployment"]["end date"] == date(2020, 3, 31)


def test_a_school_agreement_is_filled_in_from_the_match_and_its_signatures() -> None:
    """Its fields are the objective, the leader, the host school, the alliance's lead and four signatures, and no more."""
    agreement: e.AgreementIssued = changed(
        CONTRACT, agreement="sch-1", document="school-agreement", costs=None
    )
    signed = tuple(changed(fact, agreement="sch-1", on=date(2019, 9, 18)) for fact in CONTRACT_SIGNED)
    match = changed(BROKERED, strategic_objective="vulnerable-children")
    story = otherwise(STORY, {BROKERED: match})
    brokerage = played(
        *until(story, date(2019, 9, 18)), changed(agreement, on=date(2019, 9, 18)), *signed
    ).brokerage

    form = brokerage.form("school-agreement", "d-1")

    day = date(2019, 9, 18)
    assert (form.title, filled(form)) == (
        "School Agreement",
        {
            "Strategic objective": {"strategic objective": "vulnerable-children"},
            "Who": {
                "system leader": "sl-1",
                "name of host school": "s-1",
                "name of alliance lead": "u-1",
            },
            "Signed: System Leader": {"signed by": "sl-1", "date": day},
            "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": day},
            "Signed: the alliance": {"signed by": "u-1", "date": day},
            "Signed: Headteacher of the leader's school (where applicable)": {
                "signed by": "ht-7",
                "date": day,
            },
        },
    )


def test_a_school_agreement_that_nobody_signed_yet_has_four_rows_for_signatures_blank() -> None:
    agreement = changed(CONTRACT, agreement="sch-1", document="school-agreement", costs=None)
    brokerage = played(*until(STORY, date(2019, 9, 16)), agreement).brokerage

    found = filled(brokerage.form("school-agreement", "d-1"))

    assert found["Strategic objective"] == {"strategic objective": None}
    assert [title for title in found if title.startswith("Signed")] == [
        "Signed: System Leader",
        "Signed: Headteacher of the supported school",
        "Signed: the alliance",
        "Signed: Headteacher of the leader's school (where applicable)",
    ]


def test_a_support_agreement_is_filled_in_from_the_match_the_plan_and_the_baseline() -> None:
    baseline = e.NeedsAssessed(
        assessment="n-1",
        on=date(2019, 9, 19),
        kind="baseline",
        by=THE_LEADER,
        measures=(e.Measure(id="m-1", what="Reading age of 9", value="61 %", benchmark="74 %"),),
    )
    brokerage = brokered(baseline).brokerage

    found = filled(brokerage.form("support-agreement", "d-1"))

    signed = date(2019, 9, 18)
    assert found == {
        "The agreement": {"date": date(2019, 9, 16), "copies to": "llf, sl-1, ht-1"},
        "Who": {
            "system leader": "sl-1",
            "alliance": "llf",
            "school being supported": "s-1",
            "school senior leader contact": "dh-1",
            "working with": "t-1, dh-1",
            "work in school managed by": "dh-1",
        },
        "Agreed timescale of support": {
            "start date": date(2019, 9, 23),
            "end date": date(2020, 3, 31),
            "frequency": "Every second Wednesday",
            "agreed times in school": "9.00 to 15.00",
        },
        "Purpose of support": {"purpose": "Pupils do not read fluently."},
        "Staff involved": {"staff involved": "t-1"},
        "Baseline measure m-1": {
            "what": "Reading age of 9",
            "value": "61 %",
            "benchmark": "74 %",
            "source": None,
        },
        "Action to be carried out a-1": {"what": "Coach each teacher."},
        "Objective o-1": {
            "objective": "Pupils read fluently.",
            "baseline": "61 %",
            "measure": "reading ages",
        },
        "Signed: System Leader": {"signed by": "sl-1", "date": signed},
        "Signed: the alliance": {"signed by": "u-1", "date": signed},
        "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": signed},
    }
    earlier = filled(brokerage.form("support-agreement", "d-1", as_at=AsAt(recorded=signed)))
    assert earlier["Baseline measure"] == dict.fromkeys(("what", "value", "benchmark", "source"))


# Feedback and evaluation

SPRING_FEEDBACK = e.FeedbackGiven(
    feedback="fb-1",
    on=date(2020, 3, 27),
    term=SPRING,
    leader=LEADER,
    by=HEAD,
    action_school="Read aloud every day.",
    impact="Pupils ask for books.",
)
EVALUATED = e.SupportEvaluated(
    evaluation="ev-1",
    on=date(2020, 4, 2),
    leader=LEADER,
    by=HEAD,
    ratings=tuple(
        e.CriterionRating(
            criterion=criterion,
            rag="amber" if criterion == "3c" else "green",
            comment="Too late to plan by." if criterion == "3c" else None,
        )
        for criterion in get_args(e.Criterion)
    ),
    priorities="Spelling.",
)


def test_feedback_takes_days_and_objectives_from_the_record_where_it_does_not_give_them() -> None:
    """Three days and half a day of spring are 3.5 days."""
    signed = changed(BY_HEAD, signature="s-3", record="feedback", of="fb-1", leader=None, term=None)
    desk = played(*until(STORY, date(2020, 3, 26)), SPRING_FEEDBACK, signed)

    form = desk.brokerage.form("feedback", "d-1")

    assert filled(form) == {
        "Who": {
            "name of school": "s-1",
            "work in school managed by": None,
            "name of system leader": "sl-1",
            "days in school with preparation": "3.5",
        },
        "Agreed objective o-1": {"agreed objectives": "Pupils read fluently."},
        "Feedback": {
            "agreed action within the school": "Read aloud every day.",
            "agreed action by the system leader": None,
            "impact": "Pupils ask for books.",
        },
        "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": NEW},
    }
    assert filled(form, ours=True) == {
        "Also recorded": {"date": date(2020, 3, 27), "term": "2020-spring", "by": "ht-1"}
    }
    for as_at in (AsAt(happened=OLD), AsAt(recorded=OLD)):
        unsigned = filled(desk.brokerage.form("feedback", "d-1", as_at=as_at))
        assert unsigned["Signed: Headteacher of the supported school"] == {"signed by": None, "date": None}


def test_feedback_that_gives_days_objectives_and_a_manager_is_shown_as_it_was_given() -> None:
    given = changed(SPRING_FEEDBACK, days=Days(4), objectives="Reading aloud.", managed_by=TEACHER)

    found = filled(played(*until(STORY, date(2020, 3, 26)), given).brokerage.form("feedback", "d-1"))

    assert found["Who"]["days in school with preparation"] == "4"
    assert found["Who"]["work in school managed by"] == "t-1"
    assert found["Agreed objectives"] == {"agreed objectives": "Reading aloud."}


def test_an_evaluation_has_a_comment_and_a_rating_for_each_criterion() -> None:
    ended = e.SupportEnded(actual_end=date(2020, 3, 27), on=date(2020, 3, 27))
    signed = changed(BY_HEAD, signature="s-4", record="evaluation", of="ev-1", leader=None, term=None)
    desk = played(*until(STORY, date(2020, 3, 26)), ended, EVALUATED, signed)

    found = filled(desk.brokerage.form("evaluation", "d-1"))

    green = {"comments and evidence": None, "rating": "green"}
    assert found == {
        "Who": {
            "name of system leader": "sl-1",
            "name of school supported": "s-1",
            "start date": date(2019, 9, 23),
            "end date": date(2020, 3, 27),
        },
        "Aim": {"aim": None},
        "1 Progress made": green,
        "2 Evidence of impact": green,
        "3a Satisfaction with support: objectives set": green,
        "3b Satisfaction with support: information and reports": green,
        "3c Satisfaction with support: outcomes and future priorities": {
            "comments and evidence": "Too late to plan by.",
            "rating": "amber",
        },
        "4a Experience of support: the headteacher's": green,
        "4b Experience of support: the supported staff's": green,
        "5 Quality of system leadership support": green,
        "6 Overall success of support": green,
        "The future": {"improvement and support priorities": "Spelling.", "support requested": None},
        "Signed: Headteacher of the supported school": {"signed by": "ht-1", "date": NEW},
    }
    with pytest.raises(NotFound, match="There is no evaluation for this form"):
        desk.brokerage.form("evaluation", "d-1", as_at=AsAt(recorded=date(2020, 4, 1)))


def test_each_field_of_these_forms_came_from_events_of_the_kind_that_fills_it() -> None:
    brokerage = played(*until(STORY, date(2020, 3, 26)), SPRING_FEEDBACK, EVALUATED, BY_LEADER).brokerage
    kinds = kinds_of(brokerage)

    for name in ("contract", "support-agreement", "feedback", "evaluation"):
        fields = [field for section in brokerage.form(name, "d-1").sections for field in section.fields]
        wrong = [field for field in fields if {kinds[at] for at in field.positions} - {field.filled_by}]
        assert wrong == []
        assert [field for field in fields if field.value is not None and not field.positions] == []
