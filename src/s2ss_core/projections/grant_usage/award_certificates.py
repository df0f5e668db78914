"""The certificate of each award where several fund a deployment: what its own lines of the plan cost, and nothing of the others'."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import grant_stream
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.grant_usage.amounts import Amounts, amounts_of
from s2ss_core.projections.grant_usage.breakdowns import Breakdowns, breakdowns_of, purse_of
from s2ss_core.projections.grant_usage.certified_periods import CertifiedPeriod, certified_periods
from s2ss_core.projections.grant_usage.combined_breakdowns import through
from s2ss_core.projections.grant_usage.shares import lines_borne, share_of_costs, share_of_events
from s2ss_core.projections.sums.leg_entries import leg_entries
from s2ss_core.projections.sums.legs import legs_of
from s2ss_core.projections.sums.lines import LineRow, line_totals
from s2ss_core.projections.sums.parties import Award, awards_in
from s2ss_core.projections.sums.support_costs import SupportCosts


@attrs.frozen(kw_only=True)
class AwardCertificate:
    """What one of several awards is shown of a deployment: the lines of the plan that it bears, in pence.

    `certified` has the figures of the period of each certificate that was made of this award or of all awards together, for
    these lines alone. What was certified of all awards together was not certified of one: `certified` in it is then None.
    """

    award: Award
    amounts: Amounts
    lines: tuple[LineRow, ...]
    cuts: Breakdowns
    certified: tuple[CertifiedPeriod, ...]


def award_certificates(facts: EventSet, support: SupportCosts) -> Iterator[AwardCertificate]:
    """The certificate of each award of a deployment that draws on several."""
    awards = awards_in(facts)
    for award in awards if len(awards) > 1 else ():
        part = _part(facts, {other.grant for other in awards} - {award.grant})
        if lines := lines_borne(part):
            yield _certificate(award, part, support, lines)


def _part(facts: EventSet, others: set[str]) -> EventSet:
    """The events of a deployment without those of other awards."""
    streams = {grant_stream(award) for award in others}
    return EventSet(facts.key, (entry for entry in facts.entries if entry.stream not in streams))


def _certificate(
    award: Award, part: EventSet, support: SupportCosts, lines: frozenset[str]
) -> AwardCertificate:
    own, costs = share_of_events(part, support, lines), share_of_costs(support, lines)
    entries = leg_entries(own, costs)
    certificate = AwardCertificate(
        award=award,
        amounts=amounts_of(own.id, own, costs.plan, costs.costs, legs_of(entries)),
        lines=line_totals(costs.plan, costs.costs),
        cuts=breakdowns_of(purse_of(own, costs.price_list, costs.costs, entries)),
        certified=certified_periods(own, costs.costs, entries, lines, award.grant),
    )
    # What of each release is for these lines follows from every entry.
    return through(tuple(entry.position for entry in part.entries), certificate)
