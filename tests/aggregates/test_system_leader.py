"""Who employs a leader as at a day, and under which other ids they are on record."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.aggregates import designations, system_leader, unbrokered
from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.system_leader import SystemLeader, employed_elsewhere, replay
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    DesignationEnded,
    ExpertiseDeclared,
    Leader,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    LeaderJoined,
    TrainingCompleted,
    UnbrokeredSupportLogged,
)
from s2ss_core.testing.given import given
from s2ss_core.testing.samples import visit
from s2ss_core.values import Days, Organisation, Person, Urn
from tests.aggregates.cases import Case
from tests.aggregates.histories import changed, codes

AUTUMN, JANUARY = date(2023, 9, 4), date(2024, 1, 8)
HILLSIDE, RIVERSIDE = (
    Organisation(id="hillside", kind="school"),
    Organisation(id="riverside", kind="school"),
)
AT_HILLSIDE = LeaderEmployed(leader="sl-1", on=AUTUMN, school=HILLSIDE)
AT_RIVERSIDE = LeaderEmployed(leader="sl-1", on=JANUARY, school=RIVERSIDE, post="headteacher")
SAME = LeaderFoundSame(leader="sl-1", on=JANUARY, same_as="sl-9")

COLLEGE = Organisation(id="college", kind="department")
DESIGNATED = LeaderDesignated(leader="sl-1", designation="nle-1", on=AUTUMN, kind="nle", by=COLLEGE)
ENDED = DesignationEnded(leader="sl-1", designation="nle-1", on=JANUARY, cause="left-post", by=COLLEGE)

EXPERTISE = ExpertiseDeclared(
    leader="sl-1",
    declaration="e-1",
    on=JANUARY,
    fields=(),
    by=Person(person="sl-1", role="system-leader", organisation="hillside"),
)
TRAINED = TrainingCompleted(leader="sl-1", course="c-1", on=JANUARY, kind="core")

THE_LEAD = Leader(leader="sl-1", band="middle-leader", home_school=HILLSIDE)

HEAD = Person(person="ht-2", role="headteacher", organisation="riverside")
ARRANGED = UnbrokeredSupportLogged(
    leader="sl-1", visit="u-1", on=AUTUMN, school=RIVERSIDE, home_school=HILLSIDE, days=Days(3),
    arranged_by=HEAD, by=HEAD,
)  # fmt: skip
ONE_URN = Urn("100001")


def deployed(on: date) -> Decision[LeaderJoined]:
    """The leader joins a deployment from Hillside, whom Riverside employs from January."""
    fact = LeaderJoined(leader=THE_LEAD, on=on, commitments=())
    return decide(fact, "d-1", employed_elsewhere(replay([AT_HILLSIDE, AT_RIVERSIDE]), THE_LEAD, on))


CASES = (
    Case(
        code="S2SS-L01",
        when="another school employs the leader by then",
        broken=lambda: deployed(JANUARY),
        kept=lambda: deployed(AUTUMN),
    ),
    Case(
        code="S2SS-L02",
        when="both ids are the same",
        broken=lambda: system_leader.find_leader_same(SystemLeader(), changed(SAME, same_as="SL-1")),
        kept=lambda: system_leader.find_leader_same(SystemLeader(), SAME),
    ),
    Case(
        code="S2SS-L70",
        when="the leader never held it",
        broken=lambda: designations.end_designation(SystemLeader(), ENDED),
        kept=lambda: designations.end_designation(replay([DESIGNATED]), ENDED),
    ),
    Case(
        code="S2SS-L70",
        when="the leader holds another one",
        broken=lambda: designations.end_designation(replay([DESIGNATED]), changed(ENDED, designation="n-2")),
        kept=lambda: designations.end_designation(replay([DESIGNATED]), ENDED),
    ),
    Case(
        code="S2SS-L71",
        when="its last day is before its first",
        broken=lambda: designations.designate_leader(
            SystemLeader(), changed(DESIGNATED, until=date(2023, 9, 3))
        ),
        kept=lambda: designations.designate_leader(SystemLeader(), changed(DESIGNATED, until=AUTUMN)),
    ),
    Case(
        code="S2SS-B03",
        when="the visit that nobody brokered was to the leader's own school",
        broken=lambda: unbrokered.log_unbrokered_support(
            SystemLeader(), changed(ARRANGED, school=Organisation(id="Hillside"))
        ),
        kept=lambda: unbrokered.log_unbrokered_support(SystemLeader(), ARRANGED),
    ),
    Case(
        code="S2SS-B03",
        when="the visit that nobody brokered was to a school with the URN of the leader's own",
        broken=lambda: unbrokered.log_unbrokered_support(SystemLeader(), to(ONE_URN)),
        kept=lambda: unbrokered.log_unbrokered_support(SystemLeader(), to(Urn("100002"))),
    ),
)


def to(urn: Urn) -> UnbrokeredSupportLogged:
    """The visit to a school of this URN, from a school of another."""
    own = Organisation(id="hillside", kind="school", urn=ONE_URN)
    return changed(ARRANGED, home_school=own, school=Organisation(id="riverside", kind="school", urn=urn))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    assert len(case.kept().events_or_raise()) == 1


def test_nobody_employs_a_leader_of_whom_nothing_was_told() -> None:
    assert replay([]) == SystemLeader()
    assert employed_elsewhere(SystemLeader(), THE_LEAD, AUTUMN) == ()


def test_the_first_event_begins_the_history_of_a_leader() -> None:
    assert system_leader.evolve(None, AT_HILLSIDE) == replay([AT_HILLSIDE])


def test_the_schools_of_later_days_do_not_count_the_school_of_the_day() -> None:
    leader = replay([AT_HILLSIDE, AT_RIVERSIDE])

    assert leader.schools_after(date(2024, 1, 7)) == {"riverside"}
    assert leader.schools_after(JANUARY) == frozenset()


@pytest.mark.parametrize(
    ("decision", "fact", "request_"),
    (
        (system_leader.employ_leader, AT_RIVERSIDE, "record that riverside employs sl-1"),
        (designations.declare_expertise, EXPERTISE, "record declaration e-1 of the expertise of sl-1"),
        (designations.complete_training, TRAINED, "record training c-1 of sl-1"),
    ),
)
def test_a_request_names_the_leader(decision: Any, fact: Any, request_: str) -> None:
    assert decision(SystemLeader(), fact).request == request_


def test_an_employment_is_recorded() -> None:
    given(AT_HILLSIDE).when(system_leader.employ_leader, AT_RIVERSIDE).then(AT_RIVERSIDE)


@pytest.mark.parametrize("employments", ((AT_HILLSIDE, AT_RIVERSIDE), (AT_RIVERSIDE, AT_HILLSIDE)))
def test_who_employs_a_leader_is_asked_as_at_the_day(employments: tuple[LeaderEmployed, ...]) -> None:
    leader = replay(employments)

    assert leader.employed(date(2023, 9, 3)) is None
    assert leader.employed(date(2024, 1, 7)) == AT_HILLSIDE
    assert leader.employed(JANUARY) == AT_RIVERSIDE


def test_the_ids_of_a_leader_who_was_found_twice_are_kept() -> None:
    assert replay([SAME]).same_as == [SAME]


def test_a_designation_is_held_from_its_day_to_the_day_before_its_end() -> None:
    leader = replay([DESIGNATED, ENDED])

    assert [leader.holds("nle", date(2023, 9, 3)), leader.holds("nle", AUTUMN)] == [False, True]
    assert [leader.holds("nle", date(2024, 1, 7)), leader.holds("nle", JANUARY)] == [True, False]
    assert not leader.holds("lle", AUTUMN)


def test_a_designation_with_a_last_day_is_held_on_it() -> None:
    leader = replay([changed(DESIGNATED, until=JANUARY)])

    assert [leader.holds("nle", JANUARY), leader.holds("nle", date(2024, 1, 9))] == [True, False]


def test_a_designation_that_ended_does_not_end_again() -> None:
    leader = replay([DESIGNATED, ENDED])

    assert codes(designations.end_designation(leader, changed(ENDED, cause="withdrawn"))) == ["S2SS-L70"]


def test_an_impossible_history_raises() -> None:
    with pytest.raises(ImpossibleHistory, match="VisitLogged does not belong to a system leader"):
        replay([visit(1)])  # type: ignore[list-item]
