from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.leader_year import (
    LeaderYear,
    agree_allowance,
    commit_days,
    evolve,
    less,
    release_commitment,
    releases_on_leaving,
    replay,
    strike_days,
    undoing,
    work_days,
)
from s2ss_core.aggregates.leader_year.caps import Caps
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AcceptedDespite,
    AllowanceAgreed,
    CommitmentReleased,
    Confirmation,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    LeaderEmployed,
    LeaderYearEvent,
)
from s2ss_core.rules import Despite, Refused
from s2ss_core.testing.given import given
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Role
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    CONCERN_RAISED,
    HOME_HEADTEACHER,
    HOME_SCHOOL,
    LEAD,
    OTHER_SCHOOL,
    Y2023,
    Y2024,
    changed,
    codes,
)

AGREED = AllowanceAgreed(
    leader=LEAD,
    cap_year=Y2023,
    on=date(2023, 11, 13),
    days=Days(15),
    home_school=HOME_SCHOOL,
    agreed_by=HOME_HEADTEACHER,
)


def committing(days: str, deployment: str = "d-1", cap: str | None = "15") -> DaysCommitted:
    return DaysCommitted(
        because=Cause("brokered", (deployment,), f"deployment:{deployment}"),
        on=date(2023, 11, 13),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME_SCHOOL,
        deployment=deployment,
        days=Days(days),
        cap=Days(cap) if cap else None,
    )


def working(visit: str, days: str = "1", on: date = date(2024, 1, 16), deployment: str = "d-1") -> DaysWorked:
    return DaysWorked(
        visit=visit,
        deployment=deployment,
        on=on,
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME_SCHOOL,
        contact=Days(days),
        preparation=Days(0),
        days=Days(days),
        because=Cause("visit", (visit,), f"deployment:{deployment}"),
    )


def worked_days(count: int, deployment: str = "d-1") -> list[LeaderYearEvent]:
    return [working(f"v-{day}", on=date(2024, 1, day), deployment=deployment) for day in range(1, count + 1)]


def giving_back(days: str, deployment: str = "d-1") -> CommitmentReleased:
    return CommitmentReleased(
        because=Cause("support-ended", ("2024-07-19",), f"deployment:{deployment}"),
        on=date(2024, 7, 19),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME_SCHOOL,
        deployment=deployment,
        days=Days(days),
        cause="support-ended",
    )


def striking(visit: str, deployment: str = "d-1") -> DaysStruckOut:
    return DaysStruckOut(
        visit=visit,
        deployment=deployment,
        on=date(2024, 5, 1),
        leader=LEAD,
        cap_year=Y2023,
        home_school=HOME_SCHOOL,
        because=Cause("struck-out", ("visit", visit), f"deployment:{deployment}"),
    )


def after(*events: LeaderYearEvent) -> LeaderYear:
    return replay((AGREED, *events))


def with_the_word_of(role: Role | None) -> LeaderYear:
    """The year in which somebody of the home school in this role gave the word of its governing body, if anybody did."""
    word = Confirmation(by=changed(HOME_HEADTEACHER, role=role), on=date(2023, 7, 10)) if role else None
    return replay((changed(AGREED, governing_body=word),))


def agreeing(
    year: LeaderYear,
    days: str = "15",
    cap: str | None = "15",
    on: date = date(2024, 1, 1),
    beyond_cap: str | None = None,
) -> Decision[LeaderYearEvent]:
    fact = changed(AGREED, days=Days(days), on=on, beyond_cap=Days(beyond_cap) if beyond_cap else None)
    year.caps = year.caps.with_one("d-9", Days(cap)) if cap else year.caps
    return agree_allowance(year, fact)


SECONDED = committing("38", "d-s", cap=None)
AGREED_FOR_BOTH = changed(AGREED, on=date(2023, 9, 2), days=Days(60))


def seconded(*events: LeaderYearEvent) -> LeaderYear:
    """The year of a leader of whom 60 days are agreed, 38 of them booked for a secondment that no cap holds."""
    return replay((AGREED_FOR_BOTH, SECONDED, *events))


CASES = (
    Case(
        code="S2SS-Y01",
        when="days under a cap go past it, whatever is booked for support that no cap holds",
        broken=lambda: commit_days(seconded(), committing("15.0001")),
        kept=lambda: commit_days(seconded(), committing("15")),
    ),
    Case(
        code="S2SS-Y01",
        when="days that no cap holds go past what the home school agreed",
        broken=lambda: commit_days(seconded(committing("15")), committing("7.0001", "d-s", cap=None)),
        kept=lambda: commit_days(seconded(committing("15")), committing("7", "d-s", cap=None)),
    ),
    Case(
        code="S2SS-Y03",
        when="a visit under a cap goes past it, whatever is booked for support that no cap holds",
        broken=lambda: work_days(seconded(committing("15"), *worked_days(15)), working("v-99")),
        kept=lambda: work_days(seconded(committing("15"), *worked_days(14)), working("v-99")),
    ),
    Case(
        code="S2SS-Y03",
        when="a visit that no cap holds goes past what the home school agreed",
        broken=lambda: work_days(
            seconded(
                committing("15"),
                committing("7", "d-t", cap=None),
                working("v-1", "38", date(2024, 1, 2), "d-s"),
            ),
            working("v-99", deployment="d-s"),
        ),
        kept=lambda: work_days(
            seconded(
                committing("15"),
                committing("6", "d-t", cap=None),
                working("v-1", "38", date(2024, 1, 2), "d-s"),
            ),
            working("v-99", deployment="d-s"),
        ),
    ),
    Case(
        code="S2SS-Y06",
        when="more is agreed than the cap and what is booked beyond it",
        broken=lambda: agreeing(seconded(committing("1")), days="53.0001", cap=None),
        kept=lambda: agreeing(seconded(committing("1")), days="53", cap=None),
    ),
    Case(
        code="S2SS-Y06",
        when="more is agreed than the cap and the days that are said to be beyond it",
        broken=lambda: agreeing(after(committing("1")), days="55.0001", cap=None, beyond_cap="40"),
        kept=lambda: agreeing(after(committing("1")), days="55", cap=None, beyond_cap="40"),
    ),
    Case(
        code="S2SS-Y01",
        when="a booking takes the year past its allowance by the smallest part of a day",
        broken=lambda: commit_days(after(committing("10")), committing("5.0001", "d-2")),
        kept=lambda: commit_days(after(committing("10")), committing("5", "d-2")),
    ),
    Case(
        code="S2SS-Y01",
        when="what is booked is more than the new programme's cap allows",
        broken=lambda: commit_days(after(committing("10")), committing("1", "d-2", cap="10")),
        kept=lambda: commit_days(after(committing("9")), committing("1", "d-2", cap="10")),
    ),
    Case(
        code="S2SS-Y02",
        when="days are booked before the home school agreed any",
        broken=lambda: commit_days(LeaderYear(), committing("1")),
        kept=lambda: commit_days(after(), committing("1")),
    ),
    Case(
        code="S2SS-Y02",
        when="days are worked before the home school agreed any",
        broken=lambda: work_days(LeaderYear(), working("v-1")),
        kept=lambda: work_days(after(), working("v-1")),
    ),
    Case(
        code="S2SS-Y80",
        when="nobody of the governing body agreed",
        broken=lambda: commit_days(with_the_word_of(None), committing("1"), asks_governing_body=True),
        kept=lambda: commit_days(with_the_word_of("chair"), committing("1"), asks_governing_body=True),
    ),
    Case(
        code="S2SS-Y80",
        when="the word is the headteacher's",
        broken=lambda: commit_days(
            with_the_word_of("home-headteacher"), committing("1"), asks_governing_body=True
        ),
        kept=lambda: commit_days(with_the_word_of("home-headteacher"), committing("1")),
    ),
    Case(
        code="S2SS-Y80",
        when="the word is a system leader's, and no governor's",
        broken=lambda: commit_days(
            with_the_word_of("system-leader"), committing("1"), asks_governing_body=True
        ),
        kept=lambda: commit_days(with_the_word_of("governor"), committing("1"), asks_governing_body=True),
    ),
    Case(
        code="S2SS-Y80",
        when="the word is a business manager's, and not the clerk's",
        broken=lambda: commit_days(
            with_the_word_of("business-manager"), committing("1"), asks_governing_body=True
        ),
        kept=lambda: commit_days(with_the_word_of("clerk"), committing("1"), asks_governing_body=True),
    ),
    Case(
        code="S2SS-Y03",
        when="a sixteenth day is worked",
        broken=lambda: work_days(after(*worked_days(15)), working("v-16", on=date(2024, 1, 16))),
        kept=lambda: work_days(after(*worked_days(14)), working("v-15", on=date(2024, 1, 15))),
    ),
    Case(
        code="S2SS-Y03",
        when="a day beyond the commitment leaves too little for the other deployment",
        broken=lambda: work_days(
            after(committing("1"), committing("14", "d-2"), working("v-1", on=date(2024, 1, 1))),
            working("v-2"),
        ),
        kept=lambda: work_days(
            after(committing("1"), committing("13", "d-2"), working("v-1", on=date(2024, 1, 1))),
            working("v-2"),
        ),
    ),
    Case(
        code="S2SS-Y04",
        when="a leader works more than a day and a twilight on one date, over all deployments",
        broken=lambda: work_days(after(working("v-1", "1")), working("v-2", "0.6", deployment="d-2")),
        kept=lambda: work_days(after(working("v-1", "1")), working("v-2", "0.5", deployment="d-2")),
    ),
    Case(
        code="S2SS-Y05",
        when="a new allowance falls below what is booked",
        broken=lambda: agreeing(after(committing("10")), "9.5"),
        kept=lambda: agreeing(after(committing("10")), "10"),
    ),
    Case(
        code="S2SS-Y06",
        when="more is agreed than the cap of the programme in use",
        broken=lambda: agreeing(LeaderYear(), "15.5"),
        kept=lambda: agreeing(LeaderYear(), "15"),
    ),
    Case(
        code="S2SS-Y06",
        when="more is agreed than the lowest cap of the year's programmes",
        broken=lambda: agreeing(after(committing("1", cap="12")), "12.5", cap=None),
        kept=lambda: agreeing(after(committing("1", cap="12")), "12", cap=None),
    ),
    Case(
        code="S2SS-Y07",
        when="days are booked through another school than agreed them",
        broken=lambda: commit_days(after(), changed(committing("1"), home_school=OTHER_SCHOOL)),
        kept=lambda: commit_days(after(), committing("1")),
    ),
    Case(
        code="S2SS-Y07",
        when="days are worked through another school than agreed them",
        broken=lambda: work_days(after(), changed(working("v-1"), home_school=OTHER_SCHOOL)),
        kept=lambda: work_days(after(), working("v-1")),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    decision = case.kept()

    assert codes(decision) == []
    assert decision.events


def test_a_booking_past_the_allowance_cannot_be_recorded_despite_the_rule() -> None:
    agreed = changed(AGREED, days=Days(10))
    outcome = given(agreed, committing("10")).when(commit_days, committing("0.5", "d-2"))

    assert "no days are left" in str(outcome.then_refused("S2SS-Y01", despite=False))
    with pytest.raises(Refused) as refusal:
        outcome.then_accepted(Despite(reason="They insist.", accepted_by=person("u-2")))
    assert "despite" not in str(refusal.value)


def test_a_visit_past_the_allowance_is_recorded_only_despite() -> None:
    sixteenth = working("v-16", on=date(2024, 1, 16))
    outcome = given(AGREED, *worked_days(15)).when(work_days, sixteenth)

    outcome.then_refused("S2SS-Y03", despite=True)
    fact, acceptance = outcome.then_accepted(Despite(reason="It happened.", accepted_by=person("u-2")))

    assert fact == sixteenth
    assert isinstance(acceptance, AcceptedDespite)


def test_booked_is_the_greater_of_committed_and_worked_for_each_deployment() -> None:
    year = after(committing("4"), committing("2", "d-2"), *worked_days(3), *worked_days(3, "d-2"))

    assert year.worked_for("d-1") == Days(3)
    assert year.booked == Days(4 + 3)
    assert year.left == Days(8)


def test_days_more_of_one_deployment_leave_those_of_another_as_they_are() -> None:
    booking = after(*worked_days(3, "d-2"), committing("2", "d-3")).booking

    assert booking.booked_with("d-1", worked=Days(1)) == Days(3 + 2 + 1)
    assert booking.booked_with("d-1", committed=Days(1)) == Days(3 + 2 + 1)
    assert booking.booked_with("d-9") == booking.booked_with() == Days(3 + 2)


def test_the_days_of_a_deployment_are_summed_however_its_id_is_spelled() -> None:
    year = after(committing("4", "d-1"), committing("2", "D-1"), committing("1", "d-2"))
    of_visits = after(working("v-1"), working("v-2", deployment="D-1"), committing("3", "D-1"))

    assert year.committed == {"d-1": Days(6), "d-2": Days(1)}
    assert (of_visits.booking.worked, of_visits.booked) == ({"d-1": Days(2)}, Days(3))


@pytest.mark.parametrize("left_out", ("d-1", "d-2", "d-3"))
def test_a_deployment_that_is_left_out_takes_no_other_with_it(left_out: str) -> None:
    booking = after(committing("1", "d-1"), committing("2", "d-2"), committing("4", "d-3")).booking

    assert booking.booked_with(but=frozenset({left_out})) == Days(7 - int(booking.committed[left_out]))


def test_the_lowest_cap_of_each_deployment_counts_and_is_kept_beside_those_under_none() -> None:
    caps = Caps().with_one("d-1", Days(12)).with_one("D-1", Days(15)).with_one("d-2", Days(14))

    assert caps.of_each == {"d-1": Days(12), "d-2": Days(14)}
    assert caps.with_one("d-3", None) == Caps(of_each=caps.of_each, beyond=frozenset({"d-3"}))
    assert caps.with_one("d-1", None) == caps


def test_the_first_event_begins_a_year() -> None:
    assert evolve(None, AGREED) == replay([AGREED])


def test_everything_that_one_entry_booked_is_kept_with_it() -> None:
    first, more = committing("4"), changed(committing("2"), cap_year=Y2024)

    assert after(first, more).booked_because == {first.because: (first, more)}


def test_when_a_school_employs_a_leader_what_every_other_school_committed_goes_back() -> None:
    elsewhere = changed(AGREED, home_school=OTHER_SCHOOL)
    at_both = (committing("5"), working("v-1"), changed(committing("2", "d-2"), home_school=OTHER_SCHOOL))
    year = replay((elsewhere, AGREED, *at_both))
    employed = LeaderEmployed(leader=LEAD, on=date(2024, 1, 8), school=OTHER_SCHOOL)
    because = Cause("employed", (LEAD, OTHER_SCHOOL.id, "2024-01-08"))

    (released,) = releases_on_leaving(year, employed, Y2023, because, frozenset())

    assert released == changed(giving_back("4"), because=because, on=employed.on, cause="left")


@pytest.mark.parametrize(
    ("entry", "cause"), (("time-renegotiated", "renegotiated"), ("leader-replaced", "replaced"))
)
def test_what_an_entry_booked_goes_back_when_it_is_struck_out_and_what_it_gave_back_is_booked_again(
    entry: str, cause: str
) -> None:
    struck, on = Cause("struck-out", (entry, "n-1"), "deployment:d-1"), date(2024, 7, 19)
    booked = changed(committing("3"), because=Cause(entry, ("n-1",), "deployment:d-1"))
    back = changed(giving_back("3"), because=struck, on=on, cause=cause)

    assert undoing(booked, struck, on, Days(15)) == back
    assert undoing(back, struck, on, Days(12)) == changed(booked, because=struck, on=on, cap=Days(12))


def test_working_within_what_is_committed_books_nothing_more() -> None:
    full = after(committing("15"))

    assert codes(work_days(full, working("v-1"))) == []
    assert evolve(full, working("v-1")).booked == Days(15)


def test_a_day_within_the_commitment_is_no_excess_though_the_year_has_passed_its_allowance() -> None:
    past = replay((changed(AGREED, days=Days(3)), committing("5")))

    assert past.booked > past.allowance
    assert codes(work_days(past, working("v-1"))) == []


def test_the_allowance_is_what_was_agreed_and_at_most_the_lowest_cap() -> None:
    assert repr(LeaderYear().allowance) == "Days('0')"
    assert after().allowance == Days(15)
    assert after(committing("1", cap="12"), committing("1", "d-2", cap="14")).allowance == Days(12)
    assert after(committing("1", cap=None)).allowance == Days(15)
    assert replay((changed(AGREED, days=Days(10)), committing("1"))).allowance == Days(10)


def test_a_later_agreement_takes_the_place_of_the_first() -> None:
    assert after(changed(AGREED, days=Days(8), on=date(2024, 2, 1))).allowance == Days(8)


def test_struck_out_days_are_free_again() -> None:
    year = after(*worked_days(3), striking("v-2"))

    assert year.worked_for("d-1") == Days(2)
    assert year.booked == Days(2)
    assert year.worked_on(date(2024, 1, 2)) == Days(0)
    assert ("d-1", "v-2") not in year.worked


def test_a_strike_of_days_that_were_never_worked_changes_nothing() -> None:
    assert after(*worked_days(3), striking("v-9")) == after(*worked_days(3))


def test_the_same_visit_id_in_two_deployments_is_two_visits() -> None:
    year = after(working("v-1"), working("v-1", deployment="d-2"), striking("v-1"))

    assert year.worked_for("d-1") == Days(0)
    assert year.worked_for("d-2") == Days(1)


def test_days_given_back_can_be_booked_again_and_never_more_than_were_committed() -> None:
    assert after(committing("6"), giving_back("4")).booked == Days(2)
    assert after(committing("6"), giving_back("9")).booked == Days(0)
    assert after(committing("6"), *worked_days(3), giving_back("4")).booked == Days(3)


def test_a_joint_commitment_of_one_deployment_adds_up() -> None:
    more = changed(committing("2"), because=Cause("leader-joined", (LEAD,), "deployment:d-1"))

    assert after(committing("4"), more).booked == Days(6)


def test_giving_days_back_and_striking_them_out_is_never_refused() -> None:
    year = (AGREED, committing("4"), *worked_days(1))

    given(*year).when(release_commitment, giving_back("1")).then(giving_back("1"))
    given(*year).when(strike_days, striking("v-1")).then(striking("v-1"))


def test_the_days_left_are_never_negative() -> None:
    assert less(Days(2), Days("0.5")) == Days("1.5")
    assert less(Days(2), Days(3)) == Days(0)
    assert after(*worked_days(16)).left == Days(0)


quantities = st.integers(0, 40).map(lambda halves: Days(halves) if halves % 2 else Days(f"{halves}.5"))
deployments = st.sampled_from(("d-1", "d-2", "d-3"))


@st.composite
def year_events(draw: st.DrawFn) -> list[LeaderYearEvent]:
    events: list[LeaderYearEvent] = []
    for number in range(draw(st.integers(0, 12))):
        deployment, days = draw(deployments), str(draw(quantities))
        kind = draw(st.sampled_from(("commit", "work", "strike", "back")))
        if kind == "commit":
            events.append(changed(committing(days, deployment), because=Cause("brokered", (f"b-{number}",))))
        elif kind == "work":
            events.append(working(f"v-{number}", days, date(2024, 1, number + 1), deployment))
        elif kind == "strike" and (standing := list(after(*events).worked)):
            where, visit = draw(st.sampled_from(standing))
            events.append(striking(visit, where))
        elif kind == "back":
            events.append(changed(giving_back(days, deployment), because=Cause("brokered", (f"b-{number}",))))
    return events


@for_any(year_events())
def test_the_totals_that_are_carried_are_the_sums_of_the_days_that_stand(
    events: list[LeaderYearEvent],
) -> None:
    year = after(*events)

    for deployment in ("d-1", "d-2", "d-3"):
        days = [key.days for (where, _), key in year.worked.items() if where == deployment]
        assert year.worked_for(deployment) == sum(days, Days(0))


@for_any(year_events(), quantities, deployments)
def test_a_booking_that_is_accepted_never_passes_the_allowance(
    events: list[LeaderYearEvent], days: Days, deployment: str
) -> None:
    year = after(*events)
    fact = changed(committing(str(days), deployment), because="the last")

    decision = commit_days(year, fact)

    assert bool(decision.broken) == (evolve(year, fact).booked > evolve(year, fact).allowance)


def test_a_copy_is_alike_and_changes_by_itself() -> None:
    year = after(committing("4"), working("v-1"), working("v-2", deployment="d-2"))

    copy = year.copy()

    assert copy == year
    for event in (committing("1"), working("v-3"), striking("v-1"), changed(AGREED, days=Days(1))):
        evolve(copy, event)
    assert year == after(committing("4"), working("v-1"), working("v-2", deployment="d-2"))
    assert copy != year


@pytest.mark.parametrize(
    ("decision", "request_"),
    (
        (lambda: agreeing(after()), "agree an allowance for sl-014 in 2023/24"),
        (lambda: commit_days(after(), committing("1")), "commit days of sl-014 in 2023/24 to d-1"),
        (
            lambda: work_days(after(), working("v-9")),
            "count the days of visit v-9 of d-1 for sl-014 in 2023/24",
        ),
        (lambda: release_commitment(after(), giving_back("1")), "release days of sl-014 in 2023/24 from d-1"),
        (
            lambda: strike_days(after(working("v-1")), striking("v-1")),
            "strike out the days of visit v-1 of d-1 for sl-014 in 2023/24",
        ),
    ),
)
def test_a_request_names_the_leader_and_the_year(
    decision: Callable[[], Decision[LeaderYearEvent]], request_: str
) -> None:
    assert decision().request == request_


def test_days_committed_without_a_cap_are_held_against_what_was_agreed() -> None:
    assert codes(commit_days(after(), committing("15", cap=None))) == []
    assert codes(commit_days(after(), committing("15.5", cap=None))) == ["S2SS-Y01"]


def test_what_is_left_is_left_under_the_cap_besides_what_no_cap_holds() -> None:
    year = seconded(committing("10"))

    assert (year.allowance, year.booked, year.left) == (Days(53), Days(48), Days(5))
    assert (seconded().allowance, seconded().left) == (Days(60), Days(22))


def test_a_deployment_is_held_by_the_cap_once_days_were_committed_under_one() -> None:
    """Days that are booked again may leave the cap out."""
    again = replay((AGREED_FOR_BOTH, committing("10"), giving_back("4"), committing("4", cap=None)))

    assert again.caps.beyond == frozenset()
    assert codes(commit_days(again, committing("5.5", "d-2"))) == ["S2SS-Y01"]
    assert codes(commit_days(again, committing("5.5", cap=None))) == ["S2SS-Y01"]
    assert codes(commit_days(again, committing("5", "d-2"))) == []


def test_an_event_of_something_else_does_not_belong_to_a_leaders_year() -> None:
    with pytest.raises(ImpossibleHistory, match="ConcernRaised does not belong to a leader's year"):
        evolve(after(), cast(Any, CONCERN_RAISED))
