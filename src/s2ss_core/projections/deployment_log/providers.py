"""Notes about who provides the lines of a plan."""

from collections.abc import Iterator

from s2ss_core.events import Brokered, CostIncurred, Leader, LeaderJoined, LeaderReplaced, VisitLogged
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.price_list import PriceList
from s2ss_core.values import Organisation


def lines_of_others(facts: EventSet, price_list: PriceList) -> Iterator[Note]:
    """A note for each line and leader, if the line's provider is neither the leader's home school nor its trust."""
    homes = _homes(facts)
    noted: dict[tuple[str, str], list[int]] = {}
    says: dict[tuple[str, str], str] = {}
    for visit in facts.not_struck_out(VisitLogged):
        leader, home = visit.event.leader, homes.get(key_of(visit.event.leader))
        priced = price_list.priced(visit.event.line, visit.event.on) if visit.event.line else None
        if home is None or priced is None or priced.line.provider.names & _names(home):
            continue
        pair = (priced.line.id, key_of(leader))
        noted.setdefault(pair, []).append(visit.position)
        says[pair] = (
            f"line {priced.line.id} is provided by {priced.line.provider.id}, and {leader}, who visits on it, is of"
            f" {home.home_school.id}: check who is paid for it"
        )
    return (Note(says[pair], tuple(positions)) for pair, positions in noted.items())


def costs_of_others(facts: EventSet, price_list: PriceList) -> Iterator[Note]:
    """A note for each cost whose supplier is not the provider of its line."""
    for cost in facts.not_struck_out(CostIncurred):
        priced = price_list.priced(cost.event.line, cost.event.on)
        if priced is not None and not priced.line.provider.names & cost.event.supplier.names:
            yield Note(
                f"cost {cost.event.cost} is of {cost.event.supplier.id}, and line {priced.line.id} is provided by"
                f" {priced.line.provider.id}",
                (cost.position,),
            )


def _names(home: Leader) -> frozenset[str]:
    trust: Organisation | None = home.home_trust
    return home.home_school.names | (trust.names if trust else frozenset())


def _homes(facts: EventSet) -> dict[str, Leader]:
    """Each leader as deployed, by key; who was deployed twice, as deployed last."""
    leaders = [brokered.event.lead for brokered in facts.of(Brokered)]
    leaders += [joined.event.leader for joined in facts.not_struck_out(LeaderJoined)]
    leaders += [
        replaced.event.joining for replaced in facts.not_struck_out(LeaderReplaced) if replaced.event.joining
    ]
    return {key_of(leader.leader): leader for leader in leaders}
