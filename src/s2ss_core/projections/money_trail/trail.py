"""The money trail of a deployment: every step and every link."""

from collections.abc import Iterator
from typing import get_args

import attrs

from s2ss_core.events import AwardVaried, DeploymentEvent, GrantAllocated, GrantAwarded, ProgrammeAdopted
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.projection import Projection
from s2ss_core.projections.engine.streams import deployment_keys, deployment_streams
from s2ss_core.projections.money_trail.expenditure import expenditure_links, expenditure_steps
from s2ss_core.projections.money_trail.payments import money_links, money_steps
from s2ss_core.projections.money_trail.releases import Basis, links_of_releases, releases_of
from s2ss_core.projections.money_trail.reporting import reporting_links, reporting_steps
from s2ss_core.projections.money_trail.steps import Link, Step
from s2ss_core.projections.sums.leg_entries import LegEntries, leg_entries
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs

FOLLOWED = (*get_args(DeploymentEvent), AwardVaried, GrantAllocated, GrantAwarded, ProgrammeAdopted)
RULE = (
    "A release pays what is due on its leg to its payee by its day, less what was released on the leg before; on a leg without"
    " releases a payment does. It is for all visits and costs that count by then together, and not for one of them."
)


@attrs.frozen(kw_only=True)
class MoneyTrail:
    """The money of one deployment, from payments to what they bought: steps, and links between them.

    `rule` says how far money can be followed: `bases` have what each release or payment rests on by that rule.
    """

    deployment: str
    rule: str
    bases: tuple[Basis, ...]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]


def money_trail_of(facts: EventSet) -> MoneyTrail:
    """The money trail of the deployment in the key of these events."""
    support = support_costs(facts)
    entries = leg_entries(facts, support)
    releases = tuple(releases_of(facts, support, entries)) if entries else ()
    return MoneyTrail(
        deployment=facts.id,
        rule=RULE,
        bases=tuple(release.basis for release in releases),
        steps=_steps(facts, support, entries),
        links=(
            *money_links(facts),
            *links_of_releases(releases),
            *reporting_links(facts, support),
            *expenditure_links(facts, support, entries),
        ),
    )


def _steps(facts: EventSet, support: SupportCosts, entries: LegEntries | None) -> tuple[Step, ...]:
    found: Iterator[Step] = iter(
        (
            *money_steps(facts),
            *reporting_steps(facts),
            *expenditure_steps(facts, support, entries),
        )
    )
    return tuple({step.step: step for step in found}.values())


MONEY_TRAIL: Projection[EventSet, MoneyTrail] = Projection(
    name="money_trail",
    keys=deployment_keys(*FOLLOWED),
    streams_for=deployment_streams,
    initial=EventSet,
    step=gathering(*FOLLOWED),
    view=money_trail_of,
)
"""The money trail of one deployment. Key: `("deployment", id)`."""
