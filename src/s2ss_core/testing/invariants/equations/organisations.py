"""Equation 12: what is due to an organisation and from it, and what it keeps."""

from collections.abc import Iterator, Sequence

from s2ss_core.projections.grant_usage import OrganisationDues
from s2ss_core.projections.sums.legs import Leg
from s2ss_core.testing.invariants.equations.amounts import sum_of, value_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant


@invariant("S2SS-M07")
def what_is_due_to_an_organisation_less_what_is_due_from_it_is_what_it_keeps(
    observed: ObservedHistory,
) -> Objections:
    """Due to it less due from it is what it keeps for its own work or as retained, less what it bears.

    Nobody keeps less than nothing. What all keep is what is eligible, and what is due to each and from all is due on the
    legs, and to the holder of an award from its funder.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        if not certificate.legs:
            continue
        rows = certificate.organisations
        eligible = value_of(certificate.amounts, "eligible")
        brought = eligible if certificate.kind != "statement-of-charges" else 0
        yield from _kept(deployment, rows, eligible)
        yield from _on_the_legs(deployment, rows, certificate.legs, brought)
    for name in observed.awards:
        usage = observed.usage(name)
        known = [part for part in usage.deployments if observed.certificate(part.deployment).legs]
        eligible = sum_of((part.amounts for part in known), "eligible") + sum_of(usage.own.costs, "eligible")
        yield from _kept(name, usage.organisations, eligible)
        if sum_of(usage.organisations, "borne") == 0 and _due_to_all(usage.organisations) < eligible:
            yield f"{name}: less is due to the organisations than the {eligible} that is eligible"


def _kept(of: str, rows: Sequence[OrganisationDues], eligible: int) -> Iterator[str]:
    for row in rows:
        left = value_of(row, "due_to_it") - value_of(row, "due_from_it")
        own, retained, borne = (value_of(row, name) for name in ("for_own_work", "retained", "borne"))
        if left != own + retained - borne:
            yield f"{of} {row.organisation}: {left} is left to it, and it keeps {own} and {retained} and bears {borne}"
        if min(own, retained, borne) < 0:
            yield f"{of} {row.organisation}: it keeps less than nothing: {own}, {retained}, {borne}"
    kept = sum_of(rows, "for_own_work") + sum_of(rows, "retained")
    if kept != eligible:
        yield f"{of}: the organisations keep {kept} of the {eligible} that is eligible"


def _due_to_all(rows: Sequence[OrganisationDues]) -> int:
    return sum_of(rows, "due_to_it") - sum_of(rows, "due_from_it")


def _on_the_legs(
    of: str, rows: Sequence[OrganisationDues], legs: Sequence[Leg], brought: int
) -> Iterator[str]:
    paid = [leg for leg in legs if not leg.retained]
    for row in rows:
        own = sum_of((leg for leg in paid if leg.to == row.organisation), "due")
        by_it = sum_of((leg for leg in paid if leg.payers == (row.organisation,)), "due")
        if value_of(row, "due_to_it") not in (own, own + brought):
            yield f"{of} {row.organisation}: what is due to it is not due on the legs"
        if value_of(row, "due_from_it") < by_it:
            yield f"{of} {row.organisation}: less is due from it than on the legs that it alone pays"
    if sum_of(rows, "due_from_it") != sum_of(paid, "due"):
        yield f"{of}: what is due from the organisations is not what is due on the legs"
    if sum_of(rows, "due_to_it") != sum_of(paid, "due") + (0 if _charged(legs) else brought):
        yield f"{of}: what is due to the organisations is not what is due on the legs and from the funder"
    if sum_of(rows, "retained") != sum_of((leg for leg in legs if leg.retained), "due"):
        yield f"{of}: what is retained is not what is due on the legs that are kept"


def _charged(legs: Sequence[Leg]) -> bool:
    return any(leg.kind == "charge" for leg in legs)
