"""What replaces an entry that money rests on: an invoice, a report or a review that something was released on."""

from collections.abc import Mapping

import s2ss_core.events as e
from s2ss_core.aggregates.decision import names
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import EntryStruckOut, cause_of
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as rules
from s2ss_core.values import Cause


def replaced_invoice(deployment: Deployment, fact: EntryStruckOut) -> tuple[Broken, ...]:
    """The rule that an invoice that was released on is replaced by another that stands, if it is not met."""
    name = " ".join(fact.of.id)
    paid = _money_resting_on(deployment, fact.of)
    by = fact.replaced_by
    stands = by is not None and by.name == "invoice" and deployment.has_entry(by)
    return rules.an_invoice_that_was_paid_is_replaced.broken_by(
        invoice=name, instalments=tuple(release.id[0] for release in paid), replaced=stands
    )


def replaced(deployment: Deployment, fact: EntryStruckOut) -> tuple[Broken, ...]:
    """The rule that a report or a review that money rests on is replaced by another that stands, if it is not met."""
    return rules.what_money_rests_on_is_replaced.broken_by(
        entry=str(fact.of),
        kind=fact.of.name,
        resting=names(_money_resting_on(deployment, fact.of)),
        replaced=_stands_in_for(deployment, fact.of, fact.replaced_by),
    )


def _money_resting_on(deployment: Deployment, entry: Cause) -> tuple[Cause, ...]:
    """The releases made on a report, review or invoice that stands, or on one it replaces; returns of a certificate with a report."""
    if not deployment.has_entry(entry):
        return ()
    ids = {cause.id for cause in deployment.corrections.in_place_of(entry)}
    released = (
        cause
        for cause, release in deployment.money.released.items()
        if (getattr(release, entry.name),) in ids
    )
    returned = (
        cause_of(returned)
        for returned in deployment.ending.returned
        if entry.name == "report" and (returned.with_report,) in ids
    )
    return (*released, *returned)


def _stands_in_for(deployment: Deployment, entry: Cause, other: Cause | None) -> bool:
    """Whether another report or review stands that is of the same kind and term."""
    if other is None or other == entry or other.name != entry.name:
        return False
    of_kind: Mapping[str, e.InterimReported | e.FinalReported | e.ReviewHeld] = (
        deployment.reporting.reports if entry.name == "report" else deployment.reporting.reviews
    )
    wrong, right = of_kind.get(entry.id[0]), of_kind.get(other.id[0])
    return wrong is not None and right is not None and type(wrong) is type(right) and wrong.term == right.term
