"""Invariants of repeated and refused commands. They take the `CommandCall` in addition to the brokerage."""

from collections.abc import Sequence

from s2ss_core.rules import Refused
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant

OF_ACCEPTING = {"S2SS-X06", "S2SS-X30"}
"""The rules on who accepts that something is recorded despite others. `why_not` asks nothing of it."""


@invariant()
def asking_again_records_nothing(observed: ObservedHistory, accepted: Sequence[CommandCall]) -> Objections:
    """Every accepted command can be repeated with the same fields at any later time, and then records nothing.

    It takes the `accepted` commands.
    """
    for call in accepted:
        before = observed.brokerage.store.newest()
        recorded = call.of(observed.brokerage)
        if recorded or observed.brokerage.store.newest() != before:
            yield f"repeated, it recorded {[type(entry.event).__name__ for entry in recorded]}: {call}"


@invariant("S2SS-X06")
def a_refusal_names_its_rules_and_records_nothing(
    observed: ObservedHistory, call: CommandCall, refused: Refused, newest: int
) -> Objections:
    """A refusal names at least one rule and all rules that `why_not` gives, and how to meet each. Nothing is recorded.

    It takes the call, the refusal, and the newest position before the call.
    """
    if not refused.broken:
        yield f"the refusal names no rule: {refused}"
    if observed.brokerage.store.newest() != newest:
        yield f"the command was refused, but it recorded something: {refused}"
    why_not = call.why_not(observed.brokerage)
    named = refused.broken[: len(why_not)]
    beyond = [broken.rule.code for broken in refused.broken[len(why_not) :]]
    if named != why_not or (beyond and (set(beyond) - OF_ACCEPTING or call.despite is None)):
        codes = [broken_rule.rule.code for broken_rule in refused.broken]
        yield f"why_not gives {[broken_rule.rule.code for broken_rule in why_not]}, the refusal {codes}"
    for broken in refused.broken:
        if not (broken.clears and broken.rule.code in str(refused)):
            yield f"the refusal does not say how to meet {broken.rule.code}"


@invariant()
def what_has_not_the_form_of_a_fact_leaves_no_trace(
    observed: ObservedHistory, wrong: Exception, newest: int
) -> Objections:
    """A command with invalid fields, or about an unknown deployment or award, records nothing.

    It takes the error, and the newest position before the call.
    """
    if observed.brokerage.store.newest() != newest:
        yield f"the command raised an error, but it recorded something: {wrong}"
