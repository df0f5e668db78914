"""What is known of an organisation as at a day, and what an event may say of it."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.aggregates import organisation
from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.organisation import (
    Known,
    OrganisationState,
    completed,
    contradicted,
    entry_of,
    replay,
)
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllianceJoined,
    AllianceLeft,
    OrganisationEntered,
    OrganisationEvent,
    PostLeft,
    PostTakenUp,
    TermDates,
    TermDatesAdopted,
    TrustJoined,
    TrustLeft,
    UrnIssued,
    VisitLogged,
)
from s2ss_core.testing.given import given
from s2ss_core.testing.samples import visit
from s2ss_core.values import AcademicYear, Organisation, Term, Urn
from tests.aggregates.cases import Case
from tests.aggregates.histories import changed, codes

AUTUMN, JANUARY, MARCH, JUNE = date(2023, 9, 4), date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 3)
OLD, NEW = Urn("100001"), Urn("149999")
ENTERED = OrganisationEntered(
    organisation="hillside", on=JANUARY, kind="school", urn=OLD, trust="x-trust", member_of=()
)
ACADEMY = (UrnIssued(urn=NEW, on=MARCH), TrustJoined(trust="exceed", on=MARCH, member_of=("alliance",)))
LEFT = TrustLeft(trust="exceed", on=JUNE)
TERMS = TermDatesAdopted(
    academic_year=AcademicYear("2023/24"),
    on=AUTUMN,
    terms=(
        TermDates(term=Term("2023-autumn"), first_day=date(2023, 9, 4), last_day=date(2023, 12, 20)),
        TermDates(term=Term("2024-spring"), first_day=date(2024, 1, 4), last_day=date(2024, 3, 28)),
    ),
)
PIN = Organisation(id="hillside", kind="school", urn=OLD, trust="x-trust", member_of_broker=False)


def term_from(first_day: date) -> TermDatesAdopted:
    """The terms, of which spring begins on this day."""
    autumn, spring = TERMS.terms
    return changed(TERMS, terms=(autumn, changed(spring, first_day=first_day)))


def state(*events: Any) -> OrganisationState:
    known = replay((ENTERED, *events))
    assert known
    return known


def pinned(pin: Organisation, *events: Any, on: date = JUNE) -> Decision[VisitLogged]:
    """A visit that names the organisation so."""
    return decide(visit(1), "d-1", contradicted(pin, state(*events).as_at(on), on, "exceed"), despite=True)


CASES = (
    Case(
        code="S2SS-O01",
        when="the URN is another one by then",
        broken=lambda: pinned(PIN, ACADEMY[0]),
        kept=lambda: pinned(PIN, ACADEMY[0], on=JANUARY),
    ),
    Case(
        code="S2SS-O01",
        when="the trust is another one by then",
        broken=lambda: pinned(PIN, TrustJoined(trust="y-trust", on=MARCH)),
        kept=lambda: pinned(changed(PIN, trust="Y Trust"), TrustJoined(trust="ytrust", on=MARCH)),
    ),
    Case(
        code="S2SS-O01",
        when="the school is in no trust any more",
        broken=lambda: pinned(PIN, TrustLeft(trust="x-trust", on=MARCH)),
        kept=lambda: pinned(changed(PIN, trust=None), TrustLeft(trust="x-trust", on=MARCH)),
    ),
    Case(
        code="S2SS-O01",
        when="the school is a member of the broker by then",
        broken=lambda: pinned(PIN, AllianceJoined(alliance="exceed", on=MARCH)),
        kept=lambda: pinned(PIN, AllianceJoined(alliance="another", on=MARCH)),
    ),
    Case(
        code="S2SS-O01",
        when="the school is no member of the broker",
        broken=lambda: pinned(changed(PIN, member_of_broker=True)),
        kept=lambda: pinned(changed(PIN, member_of_broker=True), AllianceJoined(alliance="exceed", on=JUNE)),
    ),
    Case(
        code="S2SS-O02",
        when="the school is in another trust on the day",
        broken=lambda: organisation.leave_trust(state(), LEFT),
        kept=lambda: organisation.leave_trust(state(*ACADEMY), LEFT),
    ),
    Case(
        code="S2SS-O02",
        when="the school is in no trust",
        broken=lambda: organisation.leave_trust(state(*ACADEMY, LEFT), changed(LEFT, on=date(2024, 7, 1))),
        kept=lambda: organisation.leave_trust(state(*ACADEMY), LEFT),
    ),
    Case(
        code="S2SS-O03",
        when="a term begins before the one above it has ended",
        broken=lambda: organisation.adopt_term_dates(state(), changed(TERMS, terms=TERMS.terms[::-1])),
        kept=lambda: organisation.adopt_term_dates(state(), TERMS),
    ),
    Case(
        code="S2SS-O03",
        when="a term begins on the day on which the one above it ends",
        broken=lambda: organisation.adopt_term_dates(state(), term_from(date(2023, 12, 20))),
        kept=lambda: organisation.adopt_term_dates(state(), term_from(date(2023, 12, 21))),
    ),
    Case(
        code="S2SS-O03",
        when="a term ends on the day before it begins",
        broken=lambda: organisation.adopt_term_dates(state(), term_from(date(2024, 3, 29))),
        kept=lambda: organisation.adopt_term_dates(state(), term_from(date(2024, 3, 28))),
    ),
    Case(
        code="S2SS-O03",
        when="the terms are of another year",
        broken=lambda: organisation.adopt_term_dates(
            state(), changed(TERMS, academic_year=AcademicYear("2024/25"))
        ),
        kept=lambda: organisation.adopt_term_dates(state(), TERMS),
    ),
    Case(
        code="S2SS-O04",
        when="a trust joins itself",
        broken=lambda: organisation.join_trust(state(), TrustJoined(trust="Hillside", on=MARCH)),
        kept=lambda: organisation.join_trust(state(), TrustJoined(trust="exceed", on=MARCH)),
    ),
    Case(
        code="S2SS-O04",
        when="an alliance joins itself",
        broken=lambda: organisation.join_alliance(state(), AllianceJoined(alliance="hillside", on=MARCH)),
        kept=lambda: organisation.join_alliance(state(), AllianceJoined(alliance="exceed", on=MARCH)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    assert len(case.kept().events_or_raise()) == 1


@pytest.mark.parametrize(
    ("decision", "fact", "request_"),
    (
        (organisation.enter_organisation, ENTERED, "enter organisation hillside"),
        (organisation.change_urn, ACADEMY[0], "change the URN of hillside to 149999"),
        (
            organisation.leave_alliance,
            AllianceLeft(alliance="hub", on=JUNE),
            "let hillside leave hub",
        ),
        (
            organisation.take_up_post,
            PostTakenUp(post="headteacher", person="ht-1", on=JUNE),
            "record that ht-1 took up the post of headteacher at hillside",
        ),
        (
            organisation.leave_post,
            PostLeft(post="headteacher", person="ht-1", on=JUNE),
            "record that ht-1 left the post of headteacher at hillside",
        ),
    ),
)
def test_a_request_names_the_organisation(decision: Any, fact: Any, request_: str) -> None:
    assert decision(state(), fact).request == request_


def test_a_trust_that_was_not_known_may_be_left() -> None:
    untold = changed(ENTERED, trust=None, member_of=None)

    given(untold).when(organisation.leave_trust, LEFT).then(LEFT)


def test_a_school_that_became_an_academy_has_each_urn_trust_and_membership_on_its_days() -> None:
    school = state(*ACADEMY, LEFT)

    before, academy, alone = (school.as_at(day) for day in (date(2024, 2, 29), MARCH, JUNE))

    assert (before.urn, before.trust, before.member_of) == (OLD, "x-trust", frozenset())
    assert (academy.urn, academy.trust, academy.member_of) == (
        NEW,
        "exceed",
        frozenset({"exceed", "alliance"}),
    )
    assert (alone.urn, alone.trust, alone.trust_told, alone.member_of) == (NEW, None, True, frozenset())


def test_before_the_first_day_told_an_organisation_is_as_it_was_first_entered() -> None:
    assert state(*ACADEMY).as_at(AUTUMN).urn == OLD


@pytest.mark.parametrize("late", (ACADEMY, ACADEMY[::-1]))
def test_what_is_told_late_counts_from_its_day(late: tuple[OrganisationEvent, ...]) -> None:
    later = TrustJoined(trust="z-trust", on=JUNE)

    assert state(later, *late).as_at(MARCH).trust == "exceed"
    assert state(later, *late).as_at(JUNE).trust == "z-trust"


def test_what_is_told_of_a_day_again_replaces_what_was_told_of_it() -> None:
    corrected = TrustJoined(trust="y-trust", on=JANUARY)

    assert state(corrected).as_at(JANUARY).trust == "y-trust"


def test_a_school_entered_again_keeps_what_the_second_entry_leaves_out() -> None:
    named = OrganisationEntered(organisation="hillside", on=MARCH, kind="school", name="Hillside")

    assert state(named).as_at(JUNE) == state().as_at(JUNE)


def test_who_holds_a_post_is_asked_as_at_the_day() -> None:
    head = PostTakenUp(post="headteacher", person="ht-1", on=AUTUMN)
    left = PostLeft(post="headteacher", person="HT-1", on=MARCH)
    acting = PostTakenUp(post="headteacher", person="ht-2", on=MARCH, acting=True)
    chair = PostTakenUp(post="chair", person="ht-1", on=MARCH)
    back = PostTakenUp(post="headteacher", person="ht-1", on=JUNE)

    school = state(head, left, acting, chair)

    assert school.as_at(date(2024, 2, 29)).in_post("headteacher") == ("ht-1",)
    assert school.as_at(MARCH).in_post("headteacher") == ("ht-2",)
    assert school.as_at(MARCH).in_post("chair") == ("ht-1",)
    assert school.as_at(MARCH).out_of_post("headteacher") == ("HT-1",)
    assert state(head, left, back).as_at(JUNE).out_of_post("headteacher") == ()
    assert state().as_at(MARCH).in_post("headteacher") == ()


def test_an_alliance_is_joined_and_left_without_change_of_trust() -> None:
    joined, left = AllianceJoined(alliance="Hub", on=MARCH), AllianceLeft(alliance="hub", on=JUNE)

    assert state(joined, left).as_at(MARCH).is_member_of("hub")
    assert not state(joined, left).as_at(JUNE).is_member_of("hub")
    assert state(joined, left).as_at(JUNE).trust == "x-trust"


def test_alliances_are_joined_and_left_one_by_one() -> None:
    first, second = AllianceJoined(alliance="hub", on=MARCH), AllianceJoined(alliance="ring", on=MARCH)
    there = state(first, second)
    gone = state(first, second, AllianceLeft(alliance="hub", on=JUNE))

    assert there.as_at(MARCH).member_of == frozenset({"hub", "ring"})
    assert gone.as_at(JUNE).member_of == frozenset({"ring"})


def test_of_an_organisation_that_left_an_alliance_it_is_known_that_it_is_no_member() -> None:
    untold = changed(ENTERED, member_of=None)
    left = replay((untold, AllianceLeft(alliance="hub", on=JUNE)))

    assert left
    assert left.as_at(JUNE).is_member_of("hub") is False
    assert left.as_at(MARCH).is_member_of("hub") is None


def test_who_leaves_a_post_keeps_others_and_leaves_the_post_to_others() -> None:
    heads = [PostTakenUp(post="headteacher", person=name, on=AUTUMN) for name in ("ht-1", "ht-2")]
    chair = PostTakenUp(post="chair", person="ht-1", on=AUTUMN)
    left = PostLeft(post="headteacher", person="ht-1", on=MARCH)

    school = state(*heads, chair, left).as_at(MARCH)

    assert school.in_post("headteacher") == ("ht-2",)
    assert school.in_post("chair") == ("ht-1",)


def test_what_does_not_belong_to_an_organisation_or_comes_before_it_cannot_have_happened() -> None:
    with pytest.raises(ImpossibleHistory, match="VisitLogged does not belong to an organisation"):
        organisation.evolve(state(), visit(1))  # type: ignore[arg-type]
    with pytest.raises(ImpossibleHistory, match="UrnIssued comes before the organisation was entered"):
        organisation.evolve(None, ACADEMY[0])


def test_a_broker_is_entered_without_being_told_to_be_its_own_member() -> None:
    pin = Organisation(id="Exceed", kind="trust", member_of_broker=True)

    entry = entry_of(pin, JANUARY, "exceed")
    assert entry
    assert entry.member_of is None


def test_what_a_pin_leaves_out_is_filled_in_as_at_the_day() -> None:
    pin = Organisation(id="hillside")

    assert completed(pin, state(*ACADEMY).as_at(JANUARY), "exceed") == PIN
    assert completed(pin, state(*ACADEMY).as_at(MARCH), "exceed") == changed(
        PIN, urn=NEW, trust="exceed", member_of_broker=True
    )


def test_what_a_pin_says_of_its_membership_stays_as_it_is_said() -> None:
    member, known = changed(PIN, member_of_broker=True), state().as_at(JANUARY)

    assert completed(PIN, known, "exceed").member_of_broker is False
    assert completed(member, known, "exceed") == member


def test_nobody_said_what_an_organisation_is_a_member_of_without_a_broker() -> None:
    assert completed(Organisation(id="hillside"), state().as_at(MARCH), None).member_of_broker is None


def test_what_nobody_said_contradicts_nothing() -> None:
    untold = Known(kind="school")

    assert contradicted(changed(PIN, member_of_broker=True), untold, JUNE, "exceed") == ()


def test_a_school_of_the_brokers_own_trust_is_its_member_where_nobody_said_otherwise() -> None:
    own = Known(kind="school", trust="exceed", trust_told=True)

    assert completed(Organisation(id="hillside"), own, "exceed").member_of_broker is True
    assert completed(Organisation(id="exceed"), Known(kind="trust"), "exceed").member_of_broker is True


@pytest.mark.parametrize(
    ("member", "broker", "member_of"),
    (
        (True, "exceed", ("exceed",)),
        (False, "exceed", ()),
        (None, "exceed", None),
        (True, None, None),
        (False, None, ()),
    ),
)
def test_an_organisation_is_entered_with_what_its_first_pin_says(
    member: bool | None, broker: str | None, member_of: tuple[str, ...] | None
) -> None:
    pin = changed(PIN, member_of_broker=member)

    assert entry_of(pin, JANUARY, broker) == changed(ENTERED, member_of=member_of)


def test_the_kind_is_needed_to_enter_an_organisation() -> None:
    assert entry_of(Organisation(id="hillside"), JANUARY, "exceed") is None


def test_term_dates_are_kept_by_year() -> None:
    assert state(TERMS).terms == {AcademicYear("2023/24"): TERMS.terms}


@pytest.mark.parametrize("events", ((LEFT,), (ENTERED, visit(1))))
def test_an_impossible_history_raises(events: tuple[Any, ...]) -> None:
    with pytest.raises(ImpossibleHistory):
        replay(events)
