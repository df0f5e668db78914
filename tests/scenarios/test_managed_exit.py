"""A partnership under `llf-2019` in difficulty: who raises it with whom, the exit that is agreed, and what is then due.

It is the deployment of `case_two`. The headteacher alone completes the briefing paper. The Teaching School Lead and the
leader review it in autumn 2019. In January the exit is agreed; the support ends on 14 February in place of 31 March.
"""

from datetime import date
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.audit import audit
from s2ss_core.projections import as_data
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.values import Person
from tests.aggregates.histories import changed
from tests.scenarios import case_two as case
from tests.scenarios.case_one import Desk, until
from tests.scenarios.facts import refused

__all__ = ["postgres_server", "postgres_url"]  # fixtures

JANUARY = date(2020, 1, 20)
LAST_DAY = date(2020, 2, 14)
SCHOOL_LEAD = Person(person="tsl-1", role="teaching-school-lead", organisation="llf")
PAPER = changed(case.SUBMITTED, finalised_by=(case.HEAD,))
REVIEW = e.PlanReviewed(
    review="pr-1", on=date(2019, 12, 9), term=case.AUTUMN, plan_version=1, by=SCHOOL_LEAD,
    attendees=(case.THE_LEADER,), impact="Reading ages rose.",
)  # fmt: skip
BY_THE_LEADER = e.ConcernRaised(
    concern="k-1",
    on=date(2020, 1, 13),
    by=case.THE_LEADER,
    about="No time.",
    raised_with="teaching-school-lead",
)
BY_THE_HEAD = changed(BY_THE_LEADER, by=case.HEAD, raised_with="operational-lead")
EXIT = e.ManagedExitAgreed(
    exit="x-1", on=JANUARY, concern="k-1", last_day=LAST_DAY, agreed_with=(case.HEAD, case.THE_LEADER)
)
ENDED = e.SupportEnded(actual_end=LAST_DAY, on=LAST_DAY, cause="exit")
WAYS = pytest.mark.parametrize(
    "concern", (BY_THE_LEADER, BY_THE_HEAD), ids=("by the leader", "by the headteacher")
)


def story(concern: e.ConcernRaised = BY_THE_LEADER) -> tuple[Any, ...]:
    """What had happened by the day of the exit."""
    told = (PAPER if fact == case.SUBMITTED else fact for fact in until(case.STORY, JANUARY))
    return tuple(sorted((*told, REVIEW, concern, EXIT), key=lambda fact: fact.on))


def played(*more: Any, concern: e.ConcernRaised = BY_THE_LEADER, url: str = "memory:") -> Desk:
    desk = Desk.open(url)
    desk.play(*story(concern), *more)
    return desk


def due(desk: Desk, what: str) -> list[tuple[str, date]]:
    view = desk.brokerage.whats_due("d-1")
    return [(row.term or "", row.due) for row in view.dues if row.what == what]


@WAYS
@pytest.mark.parametrize("store", ("memory", "sqlite", "postgres"))
def test_either_side_raises_its_difficulty_in_its_own_way_and_the_exit_is_managed(
    store: str, concern: e.ConcernRaised, request: pytest.FixtureRequest, tmp_path: Any
) -> None:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    desk = played(ENDED, concern=concern, url=urls.get(store) or request.getfixturevalue("postgres_url"))
    log = desk.brokerage.deployment_log("d-1")

    assert [(each.raised_as, each.with_whom) for each in log.concerns] == [
        (concern.by.role, concern.raised_with)
    ]
    assert as_data(log) == as_data(played(ENDED, concern=concern).brokerage.deployment_log("d-1"))
    desk.brokerage.close()


def test_support_is_due_to_end_on_the_last_day_of_its_exit() -> None:
    without = Desk.open()
    without.play(*(fact for fact in story() if fact != EXIT))

    assert due(without, "the end of the support on record") == [("", date(2020, 3, 31))]
    assert due(played(), "the end of the support on record") == [("", LAST_DAY)]


def test_support_does_not_go_on_after_the_last_day_of_its_exit() -> None:
    desk = played()
    assert refused(desk.brokerage, changed(ENDED, actual_end=date(2020, 2, 15), on=date(2020, 3, 2))) == [
        "S2SS-E80"
    ]


def test_an_exit_owes_no_final_report() -> None:
    without = Desk.open()
    without.play(*(fact for fact in story() if fact != EXIT))

    assert due(without, "the final report") != []
    assert due(played(), "the final report") == []


def test_the_briefing_paper_is_due_to_be_reviewed_once_a_term_until_the_end() -> None:
    assert due(played(), "the review of the briefing paper") == [("2020-spring", LAST_DAY)]
    (row,) = [
        row
        for row in played().brokerage.whats_due("d-1").dues
        if row.what == "the review of the briefing paper"
    ]
    assert (row.waits_on, row.people) == (("teaching-school-lead", "system-leader"), ("sl-1",))


def test_the_headteacher_completes_the_briefing_paper_before_the_leader_is_placed() -> None:
    desk = Desk.open()
    desk.play(case.ALLOWANCE, case.BROKERED)
    assert refused(desk.brokerage, changed(PAPER, finalised_by=(case.THE_LEADER,))) == ["S2SS-P80"]
    desk.play(PAPER)


@pytest.mark.parametrize(
    ("rule", "fact", "fields"),
    (
        ("S2SS-P80", PAPER, {"finalised_by": (case.THE_LEADER,)}),
        ("S2SS-P81", REVIEW, {"plan_version": 2}),
        ("S2SS-P82", REVIEW, {"attendees": ()}),
        ("S2SS-P82", REVIEW, {"by": case.THE_LEADER}),
        ("S2SS-R86", REVIEW, {"term": "2021-spring"}),
        ("S2SS-S82", BY_THE_LEADER, {"raised_with": "operational-lead"}),
        ("S2SS-S11", EXIT, {"concern": "k-9"}),
        ("S2SS-E80", EXIT, {"last_day": date(2020, 2, 13)}),
        (None, EXIT, {}),
        (None, BY_THE_LEADER, {"by": case.OFFICER, "raised_with": "broker"}),
    ),
)
def test_the_auditor_finds_each_breach_alone(rule: str | None, fact: Any, fields: dict[str, Any]) -> None:
    entries = list(played(ENDED).brokerage.history())
    at = next(
        at for at, entry in enumerate(entries)
        if type(entry.event) is type(fact) and e.natural_id(entry.event) == e.natural_id(fact)
    )  # fmt: skip
    entries[at] = attrs.evolve(entries[at], event=attrs.evolve(entries[at].event, **fields))

    found = {finding.rule for finding in audit(entries) if finding.severity == "error"}
    assert {each for each in found if each.startswith("S2SS-")} == ({rule} if rule else set())


def test_an_exit_after_the_end_is_found() -> None:
    entries = list(played(ENDED).brokerage.history())
    kinds = [type(entry.event) for entry in entries]
    exit_at, end_at = kinds.index(e.ManagedExitAgreed), kinds.index(e.SupportEnded)
    entries[exit_at], entries[end_at] = (
        attrs.evolve(entries[exit_at], event=entries[end_at].event),
        attrs.evolve(entries[end_at], event=entries[exit_at].event),
    )

    assert "S2SS-E15" in {finding.rule for finding in audit(entries)}
