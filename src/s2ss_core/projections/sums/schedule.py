"""The schedule of instalments in the agreement in force."""

from collections.abc import Mapping

import attrs

from s2ss_core.events import AgreementIssued, AgreementSigned, ScheduledInstalment
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.values import Money, Term


@attrs.frozen
class Schedule:
    """The instalments in the agreement in force, by number, and the positions of their source events."""

    agreement: Positioned[AgreementIssued] | None
    instalments: Mapping[int, ScheduledInstalment]
    positions: tuple[int, ...]

    def amount(self, number: int) -> Figure[Money]:
        """The scheduled amount of an instalment in pence; zero if it is not scheduled."""
        scheduled = self.instalments.get(number)
        return Figure(scheduled.amount, self.positions) if scheduled else Figure(Money(0))

    def term(self, number: int) -> Term | None:
        """The term that an instalment is for; None if it is not scheduled."""
        scheduled = self.instalments.get(number)
        return scheduled.term if scheduled else None


def schedule_of(facts: EventSet) -> Schedule:
    """The schedule of the latest agreement with a signature; if none is signed, of the latest issued."""
    issued = [agreement for agreement in facts.of(AgreementIssued) if agreement.event.schedule]
    signed = {
        signature.event.agreement: signature.position for signature in reversed(facts.of(AgreementSigned))
    }
    in_force = [agreement for agreement in issued if agreement.event.agreement in signed] or issued
    if not in_force:
        return Schedule(None, {}, ())
    agreement = in_force[-1]
    signatures = [signed[agreement.event.agreement]] if agreement.event.agreement in signed else []
    return Schedule(
        agreement,
        {scheduled.instalment: scheduled for scheduled in agreement.event.schedule},
        (agreement.position, *signatures),
    )
