"""The lines of a plan: they multiply out, sum, have a rate of the card and are for permitted uses."""

from collections.abc import Iterator
from decimal import Decimal

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.events import Brokered, PlanLine, PlanSubmitted
from s2ss_core.ids import same
from s2ss_core.programmes import Programme, rates_for

TIMES = {"day", "half-day", "twilight", "hour"}


@asks("S2SS-P01", PlanSubmitted)
def multiply_out(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """Quantity times rate is the amount, less than a penny apart."""
    wrong = [
        line.id
        for line in event.lines
        if abs(Decimal(int(line.rate)) * Decimal(str(line.quantity)) - int(line.amount)) >= 1
    ]
    if wrong:
        yield Breach(wrong=wrong)


@asks("S2SS-P02", PlanSubmitted)
def sum_up(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """The lines, and the VAT on them that is not recovered, come to the total."""
    comes_to = sum(int(line.amount) + int(line.irrecoverable_vat) for line in event.lines)
    if comes_to != event.total:
        yield Breach(sum_of_lines=as_money(comes_to), total=event.total)


@asks("S2SS-P26", PlanSubmitted)
def costed(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """A plan that a grant pays for has a line."""
    if deployment.terms and deployment.terms.needs_award and not event.lines:
        yield Breach(lines=0)


@asks("S2SS-P05", PlanSubmitted)
def never_funded(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """No line is for a use that the programme rules out."""
    if deployment.programme:
        never = deployment.programme.uses.never.value
        yield from _lines(line for line in event.lines if line.head in never)


@asks("S2SS-P06", PlanSubmitted)
def permitted(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Each line is for a use of which the programme speaks, and for which this kind of funding pays."""
    if deployment.programme:
        uses = deployment.programme.uses
        known = {*uses.permitted.value, *uses.unusual.value, *uses.never.value}
        if deployment.terms and deployment.terms.uses:
            known = {*deployment.terms.uses, *uses.never.value}
        yield from _lines(line for line in event.lines if line.head not in known)


@asks("S2SS-P60", PlanSubmitted)
def of_a_named_school(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Where the brokerage named the schools that support, each line of leaders' days is of one of them."""
    brokered = deployment.book.first(Brokered)
    named = brokered.named_supporting_schools if brokered else ()
    if not named:
        return
    urns = {school.urn for school in named if school.urn}
    wrong = [
        line.id
        for line in event.lines
        if line.head == "leader-days"
        and not any(same(line.provider.id, school.id) for school in named)
        and line.provider.urn not in urns
    ]
    if wrong:
        yield Breach(named=[school.id for school in named], lines=wrong)


@asks("S2SS-P07", PlanSubmitted)
def unusual(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """A use that is not typical has its reason."""
    if deployment.programme:
        odd = deployment.programme.uses.unusual.value
        yield from _lines(line for line in event.lines if line.head in odd and line.rate_reason is None)


@asks("S2SS-P08", PlanSubmitted)
def on_the_card(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """A leader's time has a rate of the card, or a reason."""
    programme = deployment.programme
    if programme:
        yield from _lines(
            line
            for line in event.lines
            if line.head in _priced_by_time(programme)
            and line.rate_reason is None
            and not _on_card(line, event, programme)
        )


def _priced_by_time(programme: Programme | None) -> set[str]:
    """Leaders' days, and whatever else the card has a rate for, such as cover."""
    rates = programme.rates if programme else ()
    return {"leader-days", *(rate.head for rate in rates if rate.unit in TIMES)}


def _on_card(line: PlanLine, plan: PlanSubmitted, programme: Programme) -> bool:
    rates = rates_for(programme, head=line.head, unit=line.unit, on=plan.on, band=line.band)
    return any(
        line.rate >= rate.amount if rate.kind == "minimum" else line.rate == rate.amount for rate in rates
    )


@asks("S2SS-P09", PlanSubmitted)
def within_the_support(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Each line is of a term of the support."""
    terms = deployment.terms_of_support(event.on)
    outside = [line.id for line in event.lines if line.term not in terms]
    if outside and deployment.programme:
        yield Breach(terms=terms, lines=outside)


@asks("S2SS-P19", PlanSubmitted)
def priced_in_its_own_way(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Leaders' days and what else the card prices by time are priced by time, and all else by the item."""
    by_time = _priced_by_time(deployment.programme)
    yield from _lines(line for line in event.lines if (line.head in by_time) != (line.unit in TIMES))


@asks("S2SS-P20", PlanSubmitted)
def once_a_term(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """A line is written once a term, with the same head and unit in each, and one rate if it is priced by time."""
    seen: dict[str, tuple[object, ...]] = {}
    written: set[tuple[str, str]] = set()
    wrong = []
    for line in event.lines:
        same = (line.head, line.unit, line.rate if line.unit in TIMES else None)
        if (line.id, line.term) in written or seen.setdefault(line.id, same) != same:
            wrong.append(line.id)
        written.add((line.id, line.term))
    if wrong:
        yield Breach(lines=wrong)


@asks("S2SS-P25", PlanSubmitted)
def the_vat(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """What is not recovered of the VAT is a part of it."""
    yield from _lines(line for line in event.lines if line.irrecoverable_vat > line.vat)


def _lines(wrong: Iterator[PlanLine]) -> Iterator[Breach]:
    ids = [line.id for line in wrong]
    if ids:
        yield Breach(lines=ids)
