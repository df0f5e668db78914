"""What a fact makes due, and on which leg to whom: the shares of its line, the charge to the school, and onward legs."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from s2ss_core.audit.money.charged import Charged
from s2ss_core.audit.money.charges import price_of
from s2ss_core.audit.money.organisations import Deployed
from s2ss_core.events import PlanLine, Split, VisitLogged
from s2ss_core.ids import key_of
from s2ss_core.programmes import Flow, Programme, RateSplit, Terms
from s2ss_core.values import INSTALMENT

__all__ = ["dues_of", "kept_legs", "legs_of", "onward_of", "parts_of", "released_legs", "splits_of"]

Part = Split | RateSplit
"""A part of a rate that goes along one leg, as the line or the rate card has it."""

Leg = tuple[str, str]
"""A leg of the money, and the key of the organisation that is paid on it."""


def legs_of(terms: Terms, kind: str) -> list[Flow]:
    """The flows of a kind, in the programme's order."""
    return [flow for flow in terms.flows if flow.kind == kind]


def kept_legs(terms: Terms) -> frozenset[str]:
    """The legs on which the holder keeps what is due."""
    return frozenset(flow.id for flow in legs_of(terms, "share") if flow.kept)


def released_legs(terms: Terms) -> frozenset[str]:
    """The legs that are settled by releases: every share, where a release has gates to pass."""
    return frozenset(flow.id for flow in legs_of(terms, "share") if terms.gates)


def parts_of(charged: Charged, terms: Terms, splits: tuple[Part, ...]) -> dict[str, int]:
    """What of a charge goes along each share: of a split each part rounded down, and the last the rest."""
    if not splits:
        whole = _whole_leg(terms)
        return {whole: charged.gross} if whole else {}
    rate = sum(int(split.amount) for split in splits)
    schools = charged.event.shared_between if isinstance(charged.event, VisitLogged) else None
    units = charged.units
    if units is None:
        units = (Fraction(charged.gross, rate),) if rate else ()
    *others, rest = splits
    parts = {split.leg: price_of(int(split.amount), units, schools) for split in others}
    return {**parts, rest.leg: charged.gross - sum(parts.values())}


def splits_of(row: PlanLine, programme: Programme, day: date) -> tuple[Part, ...]:
    """How the rate of a line is split: as the line says, or else as the card does for that rate on the plan's day."""
    if row.splits:
        return row.splits
    card = (
        rate
        for rate in programme.rates
        if (rate.head, rate.unit, rate.amount) == (row.head, row.unit, row.rate)
        and (row.band is None or rate.band in {None, row.band})
        and rate.since <= day
        and (rate.until is None or day <= rate.until)
    )
    return next((rate.splits for rate in card if rate.splits), ())


def _whole_leg(terms: Terms) -> str | None:
    shares = [flow.id for flow in legs_of(terms, "share") if not flow.kept]
    return INSTALMENT if INSTALMENT in shares else next(iter(shares), None)


def _scaled(parts: dict[str, int], eligible: int) -> dict[str, int]:
    """The parts of what is eligible: each its part rounded down, and the last the rest."""
    whole = sum(parts.values())
    if whole == eligible or not parts:
        return parts
    *others, rest = parts
    scaled = {leg: floor(Fraction(parts[leg] * eligible, whole)) if whole else 0 for leg in others}
    return {**scaled, rest: eligible - sum(scaled.values())}


def dues_of(charged: Charged, terms: Terms, deployed: Deployed) -> dict[Leg, int]:
    """What is due for the eligible part of a fact, on every leg to every organisation."""
    dues: dict[Leg, int] = {}
    eligible = charged.eligible
    if eligible <= 0:
        return dues
    leader = charged.event.leader if isinstance(charged.event, VisitLogged) else None
    flows = {flow.id: flow for flow in terms.flows}
    for leg, amount in _scaled(charged.parts, eligible).items():
        to = deployed.first(charged.on, flows[leg].paid_to, leader) if leg in flows else None
        _add(dues, leg, to or "", amount)
    shares = dict(dues)
    for flow in legs_of(terms, "charge"):
        _add(dues, flow.id, deployed.first(charged.on, flow.paid_to, leader) or "", eligible)
    for leg, to in onward_of(charged, terms, deployed):
        _add(dues, leg, to, min(eligible, _in_hand(flows[leg], charged.on, shares, deployed)))
    return dues


def _in_hand(flow: Flow, day: date, shares: dict[Leg, int], deployed: Deployed) -> int:
    """What is due of the shares to whoever pays an onward leg, which pays no more than that."""
    parties = (deployed.party(role, day) for role in flow.paid_by)
    payers = {key_of(party.id) for party in parties if party is not None}
    return sum(amount for (_, to), amount in shares.items() if to in payers)


def _add(dues: dict[Leg, int], leg: str, to: str, amount: int) -> None:
    if amount:
        dues[leg, to] = dues.get((leg, to), 0) + amount


def onward_of(charged: Charged, terms: Terms, deployed: Deployed) -> Iterator[Leg]:
    """The leg on which somebody else than the lead's school or trust is paid out of its share, if any."""
    to = _beyond(charged, deployed)
    if to is None:
        return
    school = key_of(deployed.brokered.school.id)
    role = "supported-school" if to == school else "other-provider"
    for flow in legs_of(terms, "onward"):
        if role in flow.paid_to:
            yield flow.id, to
            return


def _beyond(charged: Charged, deployed: Deployed) -> str | None:
    if isinstance(charged.event, VisitLogged):
        return deployed.beyond_the_lead(charged.on, charged.event.leader)
    supplier = charged.event.supplier
    names = {key_of(supplier.id), *([key_of(supplier.trust)] if supplier.trust else [])}
    return None if names & deployed.of_the_lead(charged.on) else key_of(supplier.id)
