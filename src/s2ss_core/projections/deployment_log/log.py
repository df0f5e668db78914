"""The deployment log: the Deployment Record and the Records of Visit of one deployment.

Collect, then compute: the projection collects the deployment's events, `log_of` computes the log from them.
"""

import datetime as dt

import attrs

from s2ss_core.events import Brokered
from s2ss_core.programmes import Programme
from s2ss_core.projections.deployment_log.checklists import unmet_items
from s2ss_core.projections.deployment_log.concerns import Concern, concerns_in
from s2ss_core.projections.deployment_log.entries import Entry, entries_of
from s2ss_core.projections.deployment_log.findings import accepted, unreleased_payments
from s2ss_core.projections.deployment_log.likenesses import entries_alike
from s2ss_core.projections.deployment_log.organisations import one_urn_under_two_ids
from s2ss_core.projections.deployment_log.payments import leg_notes, payment_notes, unpaid_legs
from s2ss_core.projections.deployment_log.providers import costs_of_others, lines_of_others
from s2ss_core.projections.deployment_log.reporting import (
    Judgement,
    Report,
    Review,
    judgements_in,
    reports_in,
    reviews_in,
)
from s2ss_core.projections.deployment_log.timeliness import (
    late_revisions,
    review_findings,
    unusual_length,
    visits_alone,
)
from s2ss_core.projections.deployment_log.visits import RecordOfVisit, records_of_visit
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.engine.projection import Projection
from s2ss_core.projections.engine.streams import deployment_keys, deployment_streams
from s2ss_core.projections.sums.instalments import Instalment, instalments_of
from s2ss_core.projections.sums.lines import LineRow, line_totals, lines_by_term
from s2ss_core.projections.sums.parties import Parties, Periods, parties_of, periods_of
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs
from s2ss_core.projections.whats_due import DRAWN_FROM, Due, dues_of
from s2ss_core.rules import Finding


@attrs.frozen(kw_only=True)
class DeploymentLog:
    """The whole record of one deployment. Entries and Records of Visit are in the order in which they happened.

    `lines` and `lines_by_term` compare planned with actual. `findings` are errors, rules that a fact was recorded
    despite, and advice, in order of position. `expected` is everything that is still due, by due
    date; what of it is missing depends on the day on which you ask (`missing_by`). `newest` is the last day with an event.
    """

    deployment: str
    programme: str
    parties: Parties
    periods: Periods
    newest: dt.date | None
    entries: tuple[Entry, ...]
    records_of_visit: tuple[RecordOfVisit, ...]
    lines: tuple[LineRow, ...]
    lines_by_term: tuple[LineRow, ...]
    instalments: tuple[Instalment, ...]
    reports: tuple[Report, ...]
    reviews: tuple[Review, ...]
    judgements: tuple[Judgement, ...]
    concerns: tuple[Concern, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    expected: tuple[Due, ...]

    def missing_by(self, day: dt.date) -> tuple[Due, ...]:
        """The part of `expected` that is due on this day or before."""
        return tuple(due for due in self.expected if due.due <= day)


def log_of(facts: EventSet) -> DeploymentLog:
    """The log of the deployment in the key of these events."""
    support = support_costs(facts)
    programme = support.price_list.programme
    entries = entries_of(facts)
    newest = entries[-1].on if entries else None
    expected = dues_of(facts, programme, support)
    brokered = facts.latest(Brokered)
    return DeploymentLog(
        deployment=facts.id,
        programme=f"{brokered.event.programme} {brokered.event.version}" if brokered else "",
        parties=parties_of(facts.id, facts),
        periods=periods_of(facts),
        newest=newest,
        entries=entries,
        records_of_visit=tuple(records_of_visit(facts)),
        lines=line_totals(support.plan, support.costs),
        lines_by_term=lines_by_term(support.plan, support.costs),
        instalments=instalments_of(facts),
        reports=tuple(reports_in(facts)),
        reviews=tuple(reviews_in(facts)),
        judgements=tuple(judgements_in(facts)),
        concerns=tuple(concerns_in(facts)),
        findings=_findings(facts, support),
        notes=(
            *support.costs.notes,
            *_notes(facts, programme),
            *one_urn_under_two_ids(facts),
            *entries_alike(facts),
            *lines_of_others(facts, support.price_list),
            *costs_of_others(facts, support.price_list),
        ),
        expected=expected,
    )


def _findings(facts: EventSet, support: SupportCosts) -> tuple[Finding, ...]:
    programme = support.price_list.programme
    found = [
        *accepted(facts),
        *visits_alone(facts),
        *unreleased_payments(facts),
        *payment_notes(facts),
        *leg_notes(facts, support),
        *unpaid_legs(facts, support),
    ]
    if programme:
        found += [*review_findings(facts, programme), *unusual_length(facts, programme)]
    return tuple(sorted(found, key=lambda finding: (finding.position, finding.code)))


def _notes(facts: EventSet, programme: Programme | None) -> tuple[Note, ...]:
    return (*late_revisions(facts, programme), *unmet_items(facts, programme)) if programme else ()


DEPLOYMENT_LOG: Projection[EventSet, DeploymentLog] = Projection(
    name="deployment_log",
    keys=deployment_keys(*DRAWN_FROM),
    streams_for=deployment_streams,
    initial=EventSet,
    step=gathering(*DRAWN_FROM),
    view=log_of,
    texts=True,
)
"""The log of one deployment. Key: `("deployment", id)`."""
