"""What a brokerage answers to whoever asks again, or is refused. These look at an `Ask` beside the brokerage."""

from collections.abc import Sequence

from s2ss_core.rules import Refused
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.invariants.invariant import Objections, Seen, invariant


@invariant()
def asking_again_records_nothing(seen: Seen, accepted: Sequence[Ask]) -> Objections:
    """Every command that was accepted can be asked again, word for word and at any later time, to no effect.

    It looks at the commands `accepted`.
    """
    for ask in accepted:
        before = seen.brokerage.store.newest()
        recorded = ask.of(seen.brokerage)
        if recorded or seen.brokerage.store.newest() != before:
            yield f"asked again, it recorded {[type(one.event).__name__ for one in recorded]}: {ask}"


@invariant("S2SS-X06")
def a_refusal_names_its_rules_and_records_nothing(
    seen: Seen, ask: Ask, refused: Refused, newest: int
) -> Objections:
    """A refusal carries at least one rule and all that `why_not` gives, with what clears each; nothing is recorded.

    It looks at what was asked, the refusal, and the newest position before.
    """
    if not refused.broken:
        yield f"no rule is named: {refused}"
    if seen.brokerage.store.newest() != newest:
        yield f"something was recorded although it was refused: {refused}"
    why_not = ask.why_not(seen.brokerage)
    named = refused.broken[: len(why_not)]
    beyond = [broken.rule.code for broken in refused.broken[len(why_not) :]]
    if named != why_not or (beyond and (beyond != ["S2SS-X06"] or ask.despite is None)):
        codes = [one.rule.code for one in refused.broken]
        yield f"why_not gives {[one.rule.code for one in why_not]}, the refusal {codes}"
    for broken in refused.broken:
        if not (broken.clears and broken.rule.code in str(refused)):
            yield f"it does not say what would clear {broken.rule.code}"


@invariant()
def what_has_not_the_form_of_a_fact_leaves_no_trace(seen: Seen, wrong: Exception, newest: int) -> Objections:
    """What has not the form of a fact, or is about nothing that is known, leaves no trace.

    It looks at the error and the newest position before.
    """
    if seen.brokerage.store.newest() != newest:
        yield f"something was recorded although it said: {wrong}"
