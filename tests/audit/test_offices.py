"""Who may be named in an office: the audit finds those whom a command refuses, and nobody else."""

from functools import cache
from itertools import chain
from typing import Any

import attrs
import pytest

from s2ss_core.audit import Finding, audit
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.testing.lifecycle.cast import ASSURER, HEADTEACHER, HOME, LEAD, SCHOOL, SYSTEM_LEADER
from s2ss_core.testing.strategies.breach import broken_by, call_for, reach
from s2ss_core.values import Person, Term

DEPUTY = Person(person="deputy", role="headteacher-nominee", organisation=SCHOOL.id)
STAND_IN = Person(
    person="deputy", role="headteacher", organisation=SCHOOL.id, stands_in_for=HEADTEACHER.person
)
ANOTHER_HEAD = Person(person="ht-9", role="headteacher", organisation=HOME.id)
STRANGE_HEAD = attrs.evolve(ANOTHER_HEAD, organisation=SCHOOL.id)
OF_ANOTHER_SCHOOL = attrs.evolve(DEPUTY, organisation=HOME.id)
LEADER_AS_NOMINEE = attrs.evolve(DEPUTY, person=LEAD)
DIRECTOR = Person(person="nobody", role="director-of-school-improvement", organisation="exceed")
STRANGE_ASSURER = attrs.evolve(ASSURER, person="nobody")
STRANGE_LEADER = attrs.evolve(SYSTEM_LEADER, person="sl-9")
NAMED = (
    (HEADTEACHER, SYSTEM_LEADER),
    (DEPUTY, SYSTEM_LEADER),
    (STAND_IN, SYSTEM_LEADER),
    (STRANGE_HEAD, SYSTEM_LEADER),
    (OF_ANOTHER_SCHOOL, SYSTEM_LEADER),
    (HEADTEACHER, OF_ANOTHER_SCHOOL, SYSTEM_LEADER),
    (HEADTEACHER, ANOTHER_HEAD, SYSTEM_LEADER),
    (HEADTEACHER, STRANGE_HEAD, SYSTEM_LEADER),
    (LEADER_AS_NOMINEE, SYSTEM_LEADER),
    (HEADTEACHER, STRANGE_LEADER),
    (HEADTEACHER, SYSTEM_LEADER, STRANGE_LEADER),
    (HEADTEACHER, SYSTEM_LEADER, STRANGE_ASSURER),
    (HEADTEACHER, SYSTEM_LEADER, ASSURER),
    (HEADTEACHER, SYSTEM_LEADER, DIRECTOR),
    (HEADTEACHER, SYSTEM_LEADER, ASSURER, DIRECTOR),
)  # fmt: skip
PLACES = (
    ("submit_plan", "finalised_by", "S2SS-P23"),
    ("report_interim", "authors", "S2SS-R17"),
    ("hold_review", "attendees", "S2SS-R19"),
)


@cache
def runner_at(command: str) -> Runner:
    """A valid history in which this command is due next."""
    runner = Runner(Scenario(terms=(Term("2024-spring"), Term("2024-summer"))), closely=False)
    reach(runner, command)
    return runner


def call_at(command: str, **fields: Any) -> tuple[Runner, CommandCall]:
    """A command that is due, with these fields, and the history in which it is."""
    runner = runner_at(command)
    call = call_for(runner, command)
    assert call is not None
    return runner, call.with_(**fields)


def found_after(runner: Runner, call: CommandCall) -> list[Finding]:
    """What the audit finds once the events of a call stand at the end of history, which stays as it is."""
    history = runner.world.history
    brokerage = runner.world.brokerage.acting_as(call.by)
    command: Any = getattr(type(brokerage), call.command)
    subject, fact = command.build((call.about,), call.fields)
    with brokerage.repository.current():
        prepared = command.prepare(brokerage.repository, command.decide, subject, fact).entries
    events = chain.from_iterable(
        ((entry.stream, event) for event in entry.decision.events) for entry in prepared
    )
    recorded = [
        attrs.evolve(
            history[-1], position=position, stream=stream, event=event, recorded_at=runner.world.clock(),
            version=sum(entry.stream == stream for entry in history) + 1,
        )
        for position, (stream, event) in enumerate(events, len(history) + 1)
    ]  # fmt: skip
    return list(audit([*history, *recorded]))


def agreed(runner: Runner, call: CommandCall, code: str) -> bool:
    """Whether command and audit both find that a call breaks a rule; an error of the test if they differ."""
    refused = code in broken_by(runner, call)
    found = {finding.rule for finding in found_after(runner, call)}
    assert (code in found) == refused, (call, found)
    return refused


@pytest.mark.parametrize(("command", "field", "code"), PLACES)
@pytest.mark.parametrize("people", NAMED, ids=lambda people: "+".join(each.person for each in people))
def test_the_audit_finds_the_people_whom_a_command_refuses(
    command: str, field: str, code: str, people: tuple[Person, ...]
) -> None:
    agreed(*call_at(command, **{field: people}), code)


@pytest.mark.parametrize(
    ("field", "person", "refused"),
    (
        ("convened_by", STRANGE_HEAD, True),
        ("convened_by", DEPUTY, False),
        ("led_for", STRANGE_LEADER, True),
        ("led_for", HEADTEACHER, False),
    ),
)
def test_who_convened_a_review_and_whom_it_was_led_for_is_asked_too(
    field: str, person: Person, refused: bool
) -> None:
    assert agreed(*call_at("hold_review", **{field: person}), "S2SS-R19") == refused


@pytest.mark.parametrize(("owner", "refused"), ((STRANGE_HEAD, True), (DEPUTY, False), (ANOTHER_HEAD, False)))
def test_whose_plan_it_is_is_asked_too(owner: Person, refused: bool) -> None:
    assert agreed(*call_at("submit_plan", owner=owner), "S2SS-P23") == refused


def test_a_nominee_of_the_school_is_not_found_and_a_stranger_is() -> None:
    found = {
        people: {finding.rule for finding in found_after(*call_at("report_interim", authors=people))}
        for people in ((DEPUTY, SYSTEM_LEADER), (STRANGE_HEAD, SYSTEM_LEADER))
    }

    assert "S2SS-R17" not in found[DEPUTY, SYSTEM_LEADER]
    assert "S2SS-R17" in found[STRANGE_HEAD, SYSTEM_LEADER]
