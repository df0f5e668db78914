"""The money of each organisation: what is due to it and from it on the legs, and what of it it keeps."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs

from s2ss_core.ids import key_of
from s2ss_core.projections.engine.figure import Figure, money, no_money
from s2ss_core.projections.grant_usage.award_costs import AwardCosts
from s2ss_core.projections.sums.leg_entries import LegEntries, LegEntry
from s2ss_core.projections.sums.parties import Award
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class OrganisationDues:
    """What is due to and from one organisation, by its key, in pence, on all legs but what the holder keeps.

    due_to_it - due_from_it = for_own_work + retained - borne. To the holder of an award what is eligible is due. `retained`
    is what the holder of the money keeps, and `borne` what is charged to a school, or what a holder pays itself that neither an
    award nor a charge brings.
    """

    organisation: str
    due_to_it: Figure[Money]
    due_from_it: Figure[Money]
    for_own_work: Figure[Money]
    retained: Figure[Money]
    borne: Figure[Money]


Side = Literal["due_to_it", "due_from_it", "for_own_work", "retained", "borne"]
SIDES: tuple[Side, ...] = ("due_to_it", "due_from_it", "for_own_work", "retained", "borne")
Part = tuple[str, Side, Figure[Money]]
"""The key of an organisation, and what is added to one side of it."""


def organisations_of(parts: Iterable[Part]) -> tuple[OrganisationDues, ...]:
    """The sums of these parts, organisation by organisation, in order of key."""
    added: dict[str, dict[str, list[Figure[Money]]]] = {}
    for organisation, side, amount in parts:
        added.setdefault(organisation, {}).setdefault(side, []).append(amount)
    return tuple(
        OrganisationDues(organisation=name, **{side: money(sides.get(side, ())) for side in SIDES})
        for name, sides in sorted(added.items())
    )


def parts_of_support(entries: LegEntries | None, *, award: bool) -> Iterator[Part]:
    """What the dues of a deployment's support add; `award` tells whether an award funds it."""
    if entries is None:
        return
    dues = tuple(entries.due())
    charged = any(entries.kind(entry) == "charge" for entry in dues)
    for entry in dues:
        payer, (leg, to) = entry.posting.payer, entry.posting.leg
        match entries.kind(entry):
            case "share":
                if not charged:
                    yield payer, "due_to_it" if award else "borne", entry.amount
                if entries.legs.keeps(leg):
                    yield payer, "retained", entry.amount
                else:
                    yield from paid(payer, to, entry.amount)
            case "onward":
                yield from paid(payer, to, entry.amount)
                yield payer, "for_own_work", no_money() - entry.amount
            case "charge":
                yield to, "due_to_it", entry.amount
                yield payer, "due_from_it", entry.amount
                yield payer, "borne", entry.amount
            case _:
                pass
    if charged:
        yield from _borne_by_the_holder(entries, dues)


def _borne_by_the_holder(entries: LegEntries, dues: Sequence[LegEntry]) -> Iterator[Part]:
    """What the charges do not bring of the first legs, which the holder of the money pays itself."""
    shares = [entry for entry in dues if entries.kind(entry) == "share"]
    charges = (entry.amount for entry in dues if entries.kind(entry) == "charge")
    rest = money(entry.amount for entry in shares) - money(charges)
    if rest.value:
        yield shares[0].posting.payer, "borne", rest


def parts_of_award_costs(own: AwardCosts, award: Award | None) -> Iterator[Part]:
    """What the costs add that an award bears itself: its holder is due them, and pays their suppliers."""
    for cost in own.costs:
        holder = key_of(award.holder.id) if award else ""
        yield holder, "due_to_it", cost.eligible
        yield from paid(holder, key_of(cost.supplier.id), cost.eligible)


def paid(payer: str, to: str, amount: Figure[Money]) -> Iterator[Part]:
    """What one organisation pays another for its work."""
    yield to, "due_to_it", amount
    yield payer, "due_from_it", amount
    yield to, "for_own_work", amount
