"""Accreditation: what a line or a visit must meet where days are priced by what their leader is accredited as."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import PlanLine, PlanSubmitted, Split, VisitLogged
from s2ss_core.ids import same
from s2ss_core.ledger import is_kept, shares
from s2ss_core.programmes import Programme, RateSplit, Terms, rates_for
from s2ss_core.rules import Broken
from s2ss_core.rules import accreditation as rules
from s2ss_core.values import Money


def split_right(fact: PlanSubmitted, programme: Programme, terms: Terms) -> tuple[Broken, ...]:
    """The rules on the parts of rates that are not met: they make the rate, and the holder keeps no more than of a day's."""
    legs = {flow.id for flow in shares(terms)}
    return (
        *rules.the_parts_of_a_rate_make_the_rate.broken_by(
            lines=_ids(line for line in fact.lines if not _split(line, programme, legs, fact.on))
        ),
        *(broken for line in fact.lines for broken in _kept(line, programme, terms, fact.on)),
    )


def _kept(line: PlanLine, programme: Programme, terms: Terms, on: date) -> tuple[Broken, ...]:
    """The rule on what the holder keeps of a line's rate, if it is not met: of whatever unit, at most what it keeps of a day."""
    kept = _kept_of(line.splits, terms)
    rates = rates_for(programme, head=line.head, unit="day", on=on, band=line.band)
    most = max((_kept_of(rate.splits, terms) for rate in rates if rate.splits), default=kept)
    return rules.no_more_of_a_rate_is_kept_than_the_card_keeps.broken_by(
        line=line.id, unit=line.unit, kept=kept, most=most
    )


def _kept_of(splits: Iterable[Split | RateSplit], terms: Terms) -> Money:
    return sum((split.amount for split in splits if is_kept(split.leg, terms)), Money(0))


def _split(line: PlanLine, programme: Programme, legs: AbstractSet[str], on: date) -> bool:
    """Whether the parts of a line make its rate, each along another leg, or it has none and needs none."""
    if line.splits:
        along = [split.leg for split in line.splits]
        parts = sum((split.amount for split in line.splits), Money(0))
        return parts == line.rate and legs >= {*along} and len({*along}) == len(along)
    rates = rates_for(programme, head=line.head, unit=line.unit, on=on, band=line.band)
    above = any(rate.kind == "minimum" and line.rate > rate.amount for rate in rates)
    needed = (line.rate_reason is not None or above) and any(rate.splits for rate in rates)
    return not needed or any(rate.amount == line.rate for rate in rates)


def for_accredited_leaders(fact: PlanSubmitted, context: DecisionContext) -> tuple[Broken, ...]:
    """The rules on accreditations that are not met."""
    asked = {
        accreditation.band: accreditation.designation for accreditation in context.programme.designations
    }
    timed = [line for line in fact.lines if line.head == "leader-days"]
    unheld = (
        line
        for line in timed
        if line.leader
        and line.band in asked
        and asked[line.band] not in context.designations(line.leader, fact.on)
    )
    return (
        *rules.a_line_of_leaders_days_names_its_accreditation.broken_by(
            lines=_ids(line for line in timed if line.band is None) if asked else ()
        ),
        *rules.the_leader_of_a_line_has_its_accreditation.broken_by(
            on=fact.on, lines=tuple(f"{line.leader} ({line.band}) on {line.id}" for line in unheld)
        ),
    )


def alongside(deployment: Deployment, context: DecisionContext, fact: VisitLogged) -> tuple[Broken, ...]:
    """The rule that a leader of the supported school was there, if the programme asks for one and it is not met."""
    roles, school = context.terms(deployment.funding).counterparts, deployment.brokering.brokered.school.id
    if not roles:
        return ()
    counterpart = fact.counterpart
    return rules.a_leader_of_the_school_worked_alongside.broken_by(
        school=school,
        roles=roles,
        counterpart=counterpart.person if counterpart else None,
        fits=counterpart is not None and counterpart.role in roles and same(counterpart.organisation, school),
    )


def accredited(context: DecisionContext, fact: VisitLogged, line: PlanLine | None) -> tuple[Broken, ...]:
    """The rule that the leader holds on the day what the line is priced for, if it is not met."""
    asked = next((each for each in context.programme.designations if line and each.band == line.band), None)
    if asked is None or line is None:
        return ()
    return rules.the_leader_is_accredited_as_the_line_asks.broken_by(
        leader=fact.leader,
        line=line.id,
        on=fact.on,
        asked=asked.designation,
        held=context.designations(fact.leader, fact.on),
    )


def _ids(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    return tuple(f"{line.id} in {line.term.title}" for line in lines)
