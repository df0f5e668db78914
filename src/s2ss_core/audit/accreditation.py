"""Accreditation: a day is priced by what its leader is accredited as on it, and nobody works alone for it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.money.charges import priced
from s2ss_core.audit.plan_lines import TIMES
from s2ss_core.events import (
    CostIncurred,
    DesignationEnded,
    LeaderDesignated,
    PlanLine,
    PlanSubmitted,
    VisitLogged,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, Rate


def held_on(leader: str, day: date, deployment: Deployment) -> set[str]:
    """What a leader is accredited as on a day, under any id that was found to be theirs."""
    held = set[str]()
    for key in deployment.record.ids_of(leader):
        book = deployment.record.leader(key)
        over = {each.designation for each in book.events(DesignationEnded) if each.on <= day}
        held |= {
            each.kind
            for each in book.events(LeaderDesignated)
            if each.designation not in over and each.on <= day and (each.until is None or day <= each.until)
        }
    return held


def _asked(line: PlanLine, programme: Programme) -> str | None:
    """The accreditation that the rate of a line is for, if it is for one."""
    if line.head != "leader-days":
        return None
    return next((each.designation for each in programme.designations if each.band == line.band), None)


@asks("S2SS-P70", PlanSubmitted)
def says_for_which_one(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Where the programme prices days by accreditation, each line of them names a band."""
    if deployment.programme is None or not deployment.programme.designations:
        return
    without = [line.id for line in event.lines if line.head == "leader-days" and line.band is None]
    if without:
        yield Breach(lines=without)


@asks("S2SS-P71", PlanSubmitted, in_hindsight=True)
def named_and_accredited(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Whoever a line names holds its accreditation on the day of the plan."""
    if deployment.programme is None:
        return
    wrong = []
    for line in event.lines:
        asked = _asked(line, deployment.programme)
        if asked and line.leader and asked not in held_on(line.leader, event.on, deployment):
            wrong.append(line.id)
    if wrong:
        yield Breach(on=event.on, lines=wrong)


@asks("S2SS-S72", VisitLogged, in_hindsight=True)
def accredited_on_the_day(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """Whoever's day is charged holds the accreditation of the line on it."""
    plan = deployment.plan_on(event.on)
    if plan is None or deployment.programme is None or event.line is None:
        return
    asked = {_asked(line, deployment.programme) for line in plan.lines if line.id == event.line} - {None}
    held = held_on(event.leader, event.on, deployment) if asked else set()
    if not asked <= held:
        yield Breach(leader=event.leader, line=event.line, on=event.on, asked=asked, held=held)


@asks("S2SS-S71", VisitLogged)
def beside_a_leader_of_the_school(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """Where the funding asks for a leader of the school, one was beside the System Leader."""
    roles = deployment.terms.counterparts if deployment.terms else ()
    beside = event.counterpart
    fits = beside is not None and beside.role in roles and key_of(beside.organisation) == deployment.school
    if roles and not fits:
        who = beside.person if beside else None
        yield Breach(school=deployment.school, roles=roles, counterpart=who, fits=False)


@asks("S2SS-S70", CostIncurred)
def within_its_time(event: CostIncurred, deployment: Deployment) -> Iterator[Breach]:
    """A cost on a line that is priced by time says how much time it is for, and is within the price of that."""
    plan = deployment.plan_on(event.on)
    if plan is None or deployment.programme is None:
        return
    for line in plan.lines:
        if line.id == event.line and line.unit in TIMES and line.head != "leader-days":
            worth = _worth(event, line, deployment.programme)
            if worth is None or event.net > worth:
                shown = None if worth is None else as_money(worth)
                yield Breach(line=line.id, unit=line.unit, time=event.time, worth=shown, fits=False)
            return


def _worth(cost: CostIncurred, line: PlanLine, programme: Programme) -> int | None:
    share = priced(programme, line, cost.time.unit) if cost.time else None
    if cost.time is None or share is None:
        return None
    return floor(int(line.rate) * share * Fraction(cost.time.quantity))


@asks("S2SS-P72", PlanSubmitted)
def parts_that_make_the_rate(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """The parts of a rate are along different shares, and make the rate; where the card splits, another rate is split too."""
    if deployment.programme is None or deployment.terms is None:
        return
    shares = {flow.id for flow in deployment.terms.flows if flow.kind == "share"}
    wrong = []
    for line in event.lines:
        legs = [part.leg for part in line.splits]
        comes_to = sum(int(part.amount) for part in line.splits)
        if line.splits:
            fits = comes_to == line.rate and set(legs) <= shares and len(set(legs)) == len(legs)
        else:
            fits = _split_by_the_card(line, event.on, deployment.programme)
        if not fits:
            wrong.append(line.id)
    if wrong:
        yield Breach(lines=wrong)


@asks("S2SS-P61", PlanSubmitted)
def what_is_kept_of_a_rate(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """No line has the holder keep more than the card keeps of a day."""
    if deployment.programme is None or deployment.terms is None:
        return
    kept = {flow.id for flow in deployment.terms.flows if flow.kind == "share" and "retained" in flow.how}
    for line in event.lines:
        card = [
            rate
            for rate in deployment.programme.rates
            if (rate.head, rate.unit) == (line.head, "day")
            and rate.since <= event.on
            and (rate.until is None or event.on <= rate.until)
        ]
        of_band = [rate for rate in card if rate.band == line.band] if line.band else card
        own = of_band or [rate for rate in card if rate.band is None]
        limits = [
            sum(int(part.amount) for part in rate.splits if part.leg in kept) for rate in own if rate.splits
        ]
        comes_to = sum(int(part.amount) for part in line.splits if part.leg in kept)
        if limits and comes_to > max(limits):
            yield Breach(line=line.id, unit=line.unit, kept=as_money(comes_to), most=as_money(max(limits)))


def _split_by_the_card(line: PlanLine, day: date, programme: Programme) -> bool:
    """Whether the card splits the rate of a line, or none of the rates for it."""
    card = [
        rate
        for rate in programme.rates
        if rate.head == line.head
        and (rate.unit == line.unit or {rate.unit, line.unit} <= TIMES)
        and (line.band is None or rate.band in {None, line.band})
        and rate.since <= day
        and (rate.until is None or day <= rate.until)
    ]
    of_it = any(_is_at(line, rate) for rate in card)
    return of_it or not any(rate.splits for rate in card)


def _is_at(line: PlanLine, rate: Rate) -> bool:
    """Whether a line has just this rate of the card, and not more where it is the least: the card splits no other."""
    return rate.amount == line.rate and rate.unit == line.unit
