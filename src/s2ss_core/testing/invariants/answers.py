"""What a brokerage answers to whoever asks again, or is refused. These look at a `CommandCall` beside the brokerage."""

from collections.abc import Sequence

from s2ss_core.rules import Refused
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant


@invariant()
def asking_again_records_nothing(observed: ObservedHistory, accepted: Sequence[CommandCall]) -> Objections:
    """Every command that was accepted can be asked again, word for word and at any later time, to no effect.

    It looks at the commands `accepted`.
    """
    for call in accepted:
        before = observed.brokerage.store.newest()
        recorded = call.of(observed.brokerage)
        if recorded or observed.brokerage.store.newest() != before:
            yield f"asked again, it recorded {[type(entry.event).__name__ for entry in recorded]}: {call}"


@invariant("S2SS-X06")
def a_refusal_names_its_rules_and_records_nothing(
    observed: ObservedHistory, call: CommandCall, refused: Refused, newest: int
) -> Objections:
    """A refusal carries at least one rule and all that `why_not` gives, with what clears each; nothing is recorded.

    It looks at what was asked, the refusal, and the newest position before.
    """
    if not refused.broken:
        yield f"no rule is named: {refused}"
    if observed.brokerage.store.newest() != newest:
        yield f"something was recorded although it was refused: {refused}"
    why_not = call.why_not(observed.brokerage)
    named = refused.broken[: len(why_not)]
    beyond = [broken.rule.code for broken in refused.broken[len(why_not) :]]
    if named != why_not or (beyond and (beyond != ["S2SS-X06"] or call.despite is None)):
        codes = [broken_rule.rule.code for broken_rule in refused.broken]
        yield f"why_not gives {[broken_rule.rule.code for broken_rule in why_not]}, the refusal {codes}"
    for broken in refused.broken:
        if not (broken.clears and broken.rule.code in str(refused)):
            yield f"it does not say what would clear {broken.rule.code}"


@invariant()
def what_has_not_the_form_of_a_fact_leaves_no_trace(
    observed: ObservedHistory, wrong: Exception, newest: int
) -> Objections:
    """What has not the form of a fact, or is about nothing that is known, leaves no trace.

    It looks at the error and the newest position before.
    """
    if observed.brokerage.store.newest() != newest:
        yield f"something was recorded although it said: {wrong}"
