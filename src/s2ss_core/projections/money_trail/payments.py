"""Payments, releases, invoices, recoveries and instalments as steps of a money trail, and the links between them."""

from collections.abc import Iterator, Sequence

from s2ss_core.events import (
    GrantRecovered,
    InstalmentReleased,
    InvoiceReceived,
    PaymentMade,
    ScheduledInstalment,
    cause_of,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.money_trail.steps import Link, Step, step_name, step_of
from s2ss_core.projections.sums.instalments import payment_parts
from s2ss_core.projections.sums.schedule import schedule_of
from s2ss_core.values import INSTALMENT, Cause, Money


def instalment_step(number: int, leg: str) -> str:
    """The name of an instalment: its number, and its leg where that is not the usual one."""
    return step_name("instalment", number, *(() if leg == INSTALMENT else (leg,)))


def money_steps(facts: EventSet) -> Iterator[Step]:
    """Every payment, recovery, release, invoice and instalment."""
    parts = list(payment_parts(facts))
    for payment in facts.not_struck_out(PaymentMade):
        amount = money(part for of, _, part in parts if of.position == payment.position)
        yield Step(
            step=step_name("payment", payment.event.payment),
            kind="payment",
            id=payment.event.payment,
            on=payment.event.on,
            amount=amount,
            positions=amount.positions,
        )
    moved: Sequence[Positioned[GrantRecovered | InstalmentReleased | InvoiceReceived]] = facts.not_struck_out(
        GrantRecovered, InstalmentReleased, InvoiceReceived
    )
    for entry in moved:
        yield _step(entry.event, entry.position)
    schedule = schedule_of(facts)
    for due in schedule.agreement.event.schedule if schedule.agreement else ():
        yield _instalment(due, schedule.positions)


def _step(event: GrantRecovered | InstalmentReleased | InvoiceReceived, position: int) -> Step:
    amount = Figure(event.net if isinstance(event, InvoiceReceived) else event.amount, (position,))
    match event:
        case GrantRecovered(recovery=name):
            return Step(step=step_name("recovery", name), kind="recovery", id=name, on=event.on, amount=amount,
                        positions=(position,))  # fmt: skip
        case InvoiceReceived(invoice=name):
            return Step(step=step_name("invoice", name), kind="invoice", id=name, on=event.on, amount=amount,
                        positions=(position,))  # fmt: skip
        case InstalmentReleased():
            name = "/".join(cause_of(event).id)
            return Step(step=step_name("release", name), kind="release", id=name, on=event.on, amount=amount,
                        positions=(position,))  # fmt: skip


def _instalment(due: ScheduledInstalment, positions: tuple[int, ...]) -> Step:
    name = instalment_step(due.instalment, due.leg)
    return Step(
        step=name,
        kind="instalment",
        id=name.partition(":")[2],
        on=due.due_by,
        amount=Figure(due.amount, positions),
        positions=positions,
    )


def money_links(facts: EventSet) -> Iterator[Link]:
    """From each payment to what it settles, and from each release to what it is for and rests on."""
    yield from _settled(facts)
    for entry in facts.of(InstalmentReleased):
        release, at = entry.event, (entry.position,)
        source = step_of(cause_of(release))
        yield Link(
            source=source, target=instalment_step(release.instalment, release.leg), how="is for", positions=at
        )
        rests_on = (("report", release.report), ("review", release.review))
        named = [step_of(Cause(kind, (name,))) for kind, name in rests_on if name]
        named += [step_name("judgement", name) for name in release.judgements]
        yield from (Link(source=source, target=target, how="rests on", positions=at) for target in named)
        if release.invoice:
            target = step_name("invoice", release.invoice)
            yield Link(source=source, target=target, how="was claimed by", positions=at)


def _settled(facts: EventSet) -> Iterator[Link]:
    found: dict[tuple[str, str], list[Figure[Money]]] = {}
    for payment, of, part in payment_parts(facts):
        if of is not None:
            source = step_name("payment", payment.event.payment)
            found.setdefault((source, step_of(of)), []).append(part)
    for (source, target), parts in found.items():
        amount = money(parts)
        yield Link(source=source, target=target, how="settles", amount=amount, positions=amount.positions)
