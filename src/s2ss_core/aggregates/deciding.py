"""What every decision is made of: facts told once, rules that stand in the way, and what follows."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar, cast

import attrs

from s2ss_core.errors import BadInput, NaturalIdReused
from s2ss_core.events import (
    AcceptedDespite,
    BrokenRule,
    CostDisallowed,
    FactFound,
    filled_in,
    natural_id,
    stored_name,
)
from s2ss_core.programmes import Programme, Terms, funding_terms
from s2ss_core.rules import Broken, Despite, Refused, the_one_who_accepts_is_not_the_one_who_records
from s2ss_core.values import FundingKind, Money, Withheld

E = TypeVar("E")
Told = Mapping[tuple[str, ...], Any]


@attrs.frozen(kw_only=True)
class Circumstances:
    """What a decision about a deployment needs beside its history: the pinned programme, and what its awards say.

    `allocated` is what the awards set aside for this deployment's support; `awards` are those that exist.
    """

    programme: Programme
    allocated: Money = Money(0)
    awards: frozenset[str] = frozenset()
    funder_judges: bool = False

    def terms(self, kind: FundingKind) -> Terms:
        """What the programme lays down for a kind of funding."""
        return funding_terms(self.programme, kind)


@attrs.frozen(kw_only=True)
class Decision(Generic[E]):
    """What would be recorded, and every rule that stands in the way of it.

    `despite` says whether the fact may be recorded all the same; `cost` is what it would charge, in pence, which is
    then disallowed. No events at all means that the fact was told before: it is `told_again`.
    """

    asked: str
    events: tuple[E, ...] = ()
    broken: tuple[Broken, ...] = ()
    despite: bool = False
    cost: Money = Money(0)
    told_again: E | None = None

    def settled(self) -> tuple[E, ...]:
        """The events, if nothing stands in the way. Raises `Refused` with every broken rule otherwise."""
        if self.broken:
            raise Refused(self.asked, self.broken, despite=self.may_be_accepted)
        return self.events

    @property
    def may_be_accepted(self) -> bool:
        """Whether it may be recorded despite what stands in the way."""
        return self.despite and not any(broken.rule.absolute for broken in self.broken)

    def accepted(
        self, despite: Despite, *, recorded_by: str
    ) -> tuple[E | AcceptedDespite | CostDisallowed, ...]:
        """The events with the acceptance beside them. Raises `Refused` where there is no despite."""
        if not self.broken:
            return self.events
        accepting = the_one_who_accepts_is_not_the_one_who_records.broken_by(
            accepted_by=despite.accepted_by, recorded_by=recorded_by
        )
        if accepting or not self.may_be_accepted:
            raise Refused(self.asked, (*self.broken, *accepting), despite=self.may_be_accepted)
        return (*self.events, *_acceptance(self, despite))


def decide(
    fact: E,
    told: Told,
    *broken: Iterable[Broken],
    despite: bool = False,
    cost: Money = Money(0),
    then: Iterable[E] = (),
) -> Decision[E]:
    """A decision on one fact: nothing if it was told before, else the fact, what follows, and the rules it breaks.

    Raises `NaturalIdReused` when its natural id was used for something else.
    """
    asked = asked_for(fact)
    if told_before(fact, told):
        return Decision(asked=asked, told_again=fact)
    every = tuple(one for some in broken for one in some if not one.rule.advisory)
    return Decision(asked=asked, events=(fact, *then), broken=every, despite=despite, cost=cost)


def asked_for(fact: object) -> str:
    """What is asked, in words: `record instalment-released 1`."""
    stored = stored_name(type(fact))
    return f"record {stored.name.partition('.')[2]} {' '.join(natural_id(fact)[1:])}"


def told_before(fact: Any, told: Told) -> bool:
    """Whether this very fact was told before. Raises `NaturalIdReused` when its natural id names another."""
    earlier = told.get(natural_id(fact))
    if earlier is None:
        return False
    if type(earlier) is type(fact) and _same(earlier, fact):
        return True
    kind, *names = natural_id(fact)
    raise NaturalIdReused(
        f"{kind} {' '.join(names)!r} was recorded before with other content: give this one an id of its own;"
        " if the earlier one is wrong, strike it out"
    )


def _same(earlier: Any, fact: Any) -> bool:
    ignored = filled_in(type(fact))
    fields = [field.name for field in attrs.fields(type(fact)) if field.name not in ignored]
    return all(_alike(getattr(earlier, name), getattr(fact, name)) for name in fields)


def _alike(earlier: Any, now: Any) -> bool:
    if isinstance(earlier, Withheld) or isinstance(now, Withheld):
        return earlier is not None and now is not None
    if isinstance(earlier, tuple) and isinstance(now, tuple):
        return len(earlier) == len(now) and all(map(_alike, earlier, now))
    if attrs.has(type(earlier)) and type(earlier) is type(now):
        return all(
            _alike(getattr(earlier, f.name), getattr(now, f.name)) for f in attrs.fields(type(earlier))
        )
    return type(earlier) is type(now) and bool(earlier == now)


def _acceptance(decision: Decision[Any], despite: Despite) -> Iterable[AcceptedDespite | CostDisallowed]:
    fact: Any = decision.events[0]
    kind, *names = natural_id(fact)
    of = " ".join((kind.partition(".")[2], *names))
    rules = tuple(
        BrokenRule(
            code=broken.rule.code,
            name=broken.rule.name,
            facts=tuple(FactFound(name=name, value=value) for name, value in broken.facts),
        )
        for broken in decision.broken
    )
    yield AcceptedDespite(
        of=of, on=fact.on, rules=rules, reason=despite.reason, accepted_by=despite.accepted_by
    )
    if decision.cost:
        yield CostDisallowed(
            disallowance=f"despite {of}",
            on=fact.on,
            fact=names[0],
            amount=decision.cost,
            reason="recorded-despite",
            by=despite.accepted_by,
        )


def filled(fact: E, **values: object) -> E:
    """The fact with what its decision fills in."""
    return cast(E, attrs.evolve(cast(Any, fact), **values))


def required(state: E | None, what: str) -> E:
    """The state, which must be there. Raises `BadInput` saying what to do first."""
    if state is None:
        raise BadInput(f"there is no {what}: record its beginning first")
    return state
