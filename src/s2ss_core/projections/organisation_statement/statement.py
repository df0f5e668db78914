"""The statement of one organisation over all deployments and awards, and the statements of all organisations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core.events import deployment_stream, grant_stream
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.grant_usage.breakdowns import Breakdown, Breakdowns, breakdowns_of, purse_of
from s2ss_core.projections.grant_usage.certification import Certification, certifications
from s2ss_core.projections.grant_usage.combined_breakdowns import merged, through
from s2ss_core.projections.grant_usage.projections import AWARD_DRAWN_FROM
from s2ss_core.projections.grant_usage.provenance import Provenance, provenance_of, with_digest
from s2ss_core.projections.organisation_statement.lines import (
    StatementLine,
    lines_of_award,
    lines_of_deployment,
)
from s2ss_core.projections.sums.leg_entries import leg_entries
from s2ss_core.projections.sums.parties import parties_of
from s2ss_core.projections.sums.support_costs import support_costs
from s2ss_core.values import Money

SAY_WHO_RECEIVES: tuple[type[Any], ...] = (
    e.AgreementIssued, e.AgreementSigned, e.Brokered, e.GrantUsageCertified, e.LeaderJoined, e.LeaderReplaced,
    e.ProgrammeAdopted,
)  # fmt: skip


@attrs.frozen(kw_only=True)
class RecipientUsage:
    """What the organisation had of one deployment whose money it receives, in pence, and its certificates."""

    deployment: str
    eligible: Figure[Money]
    by_own_year: tuple[Breakdown, ...]
    certificates: tuple[Certification, ...]


@attrs.frozen(kw_only=True)
class OrganisationStatement:
    """The money of one organisation, by its key, over all deployments and awards. Sums in pence.

    `owed_to_it` and `owed_by_it` are what is due and not settled, and are never set against what is overpaid; the holder of
    the money owes itself nothing of what it keeps, which is `kept`. `received` and `paid` are what moved on its legs, and
    `net_received` is the one less the other: of an alliance that charges schools, the cash that it holds. `recipient_of` are the
    deployments whose money it is paid, and `by_own_year` the same of all of them, by its financial year from September.
    """

    organisation: str
    owed_to_it: Figure[Money]
    owed_by_it: Figure[Money]
    overpaid_to_it: Figure[Money]
    overpaid_by_it: Figure[Money]
    kept: Figure[Money]
    received: Figure[Money]
    paid: Figure[Money]
    net_received: Figure[Money]
    lines: tuple[StatementLine, ...]
    recipient_of: tuple[RecipientUsage, ...]
    by_own_year: tuple[Breakdown, ...]
    basis: Provenance


def statement_of(facts: EventSet) -> OrganisationStatement:
    """The statement of the organisation in the key of these events."""
    return _of_one(facts.name, {part: tuple(_lines(part)) for part in _parts(facts)})


def every_statement(source: HistoryReader, *, as_at: AsAt = NOW) -> tuple[OrganisationStatement, ...]:
    """The statements of all organisations that pay or are paid anything, in order of key, from one pass over the streams."""
    streams = HistoryAsAt(source, as_at)
    entries = [
        entry
        for kind in ("deployment:", "grant:", "programme:")
        for name in streams.streams(kind)
        for entry in streams.read(name, texts=False)
        if isinstance(entry.event, AWARD_DRAWN_FROM)
    ]
    facts = EventSet(("organisation", ""), sorted(entries, key=lambda entry: entry.position))
    lines = {part: tuple(_lines(part)) for part in _parts(facts)}
    names = {name for of_part in lines.values() for line in of_part for name in line.between}
    return tuple(_of_one(name, lines) for name in sorted(names))


def _of_one(name: str, lines: Mapping[EventSet, tuple[StatementLine, ...]]) -> OrganisationStatement:
    received = {part: usage for part in lines if (usage := _received(part, name))}
    own = [
        part
        for part, of_part in lines.items()
        if part in received or any(name in line.between for line in of_part)
    ]
    basis = provenance_of(entry for part in own for entry in part.entries)
    return _statement(name, [line for part in own for line in lines[part]], [*received.values()], basis)


def _statement(
    name: str, lines: Iterable[StatementLine], received: Sequence[RecipientUsage], basis: Provenance
) -> OrganisationStatement:
    own = tuple(line for line in lines if name in line.between)
    moving = [line for line in own if line.settled_by != "kept"]
    to, by = ([line for line in moving if getattr(line, side) == name] for side in ("to", "payer"))
    got, gave = money(line.paid for line in to), money(line.paid for line in by)
    return with_digest(
        OrganisationStatement(
            organisation=name,
            owed_to_it=money(line.owed for line in to),
            owed_by_it=money(line.owed for line in by),
            overpaid_to_it=money(line.overpaid for line in to),
            overpaid_by_it=money(line.overpaid for line in by),
            kept=money(line.due for line in own if line.settled_by == "kept" and line.to == name),
            received=got,
            paid=gave,
            net_received=got - gave,
            lines=own,
            recipient_of=tuple(received),
            by_own_year=merged(_only_own_year(usage) for usage in received).by_own_year,
            basis=basis,
        )
    )


def _only_own_year(usage: RecipientUsage) -> Breakdowns:
    rows = tuple(attrs.evolve(row, lines=()) for row in usage.by_own_year)
    return Breakdowns(by_term=(), by_financial_year=(), by_own_year=rows, by_academic_year=rows)


def _lines(part: EventSet) -> Iterator[StatementLine]:
    return lines_of_award(part) if part.key[0] == "award" else lines_of_deployment(part)


def _received(part: EventSet, name: str) -> RecipientUsage | None:
    """What an organisation had of a deployment, if the money goes to it."""
    recipient = parties_of(part.id, part).recipient if part.key[0] == "deployment" else None
    if recipient is None or key_of(recipient.id) != name:
        return None
    support = support_costs(part)
    purse = purse_of(part, support.price_list, support.costs, leg_entries(part, support))
    usage = RecipientUsage(
        deployment=part.id,
        eligible=support.costs.eligible,
        by_own_year=breakdowns_of(purse).by_own_year,
        certificates=certifications(part),
    )
    return through(tuple(entry.position for entry in part.of(*SAY_WHO_RECEIVES)), usage)


def _parts(facts: EventSet) -> Iterator[EventSet]:
    """The events of each deployment with those of the programmes, and of each award, in order of stream."""
    names = sorted({entry.stream for entry in facts.entries})
    programmes = [entry for entry in facts.entries if stream_kind(entry.stream) == "programme"]
    for name in names:
        (key, *_) = stream_parts(name)
        if name == deployment_stream(key):
            own = sorted((*facts.within(name), *programmes), key=lambda entry: entry.position)
            yield EventSet(("deployment", key), own)
        elif name == grant_stream(key):
            yield EventSet(("award", key), facts.within(name))
