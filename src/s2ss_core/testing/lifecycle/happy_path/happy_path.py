"""`HappyPath`: every command that is still due in a deployment, in order."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import FinalReported, ReviewHeld, SupportEnded, VisitLogged
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import OFFICER
from s2ss_core.testing.lifecycle.happy_path.checklists import ChecklistStage
from s2ss_core.testing.lifecycle.happy_path.pins import changed_organisations, without_pins
from s2ss_core.values import Term


class HappyPath(ChecklistStage):
    """The commands that are due in one deployment of a world, with made-up content.

    Steps, gates, payees and judges are those of the scenario's programme.

        call = next(HappyPath(world, "d-1").due(), None)
    """

    def due(self) -> Iterator[CommandCall]:
        """Every call that is still due, in order, the next one first. Empty once the deployment is closed."""
        changed = changed_organisations(self.world.history)
        for call in (each for due in self._due() for each in self.answering(due)):
            yield attrs.evolve(call, fields=without_pins(call.fields, changed)) if changed else call

    def _due(self) -> Iterator[CommandCall]:
        """The same calls, with each organisation as it was at first."""
        yield from self.beginning()
        yield from self.planning()
        yield from self.agreeing()
        for number, term in enumerate(self.scenario.terms, 1):
            yield from self.supporting(term)
            yield from self.term_ended(number, term)
        yield from self.ending()

    def term_ended(self, number: int, term: Term) -> Iterator[CommandCall]:
        """A term's report, its review, the judgements and the money."""
        if number in self.settled():
            yield from self.paying(number)
            return
        final = number == len(self.scenario.terms)
        name, held = "r-none", "w-none"
        if self.owes_report(number):
            report = self.reported(term, final=final)
            name = report.report if report else self.unused_report(f"r-{self.deployment}-{number}")
            reviews = [review for review in self.story.not_struck_out(ReviewHeld) if review.report == name]
            review = reviews[-1].review if reviews else None
            held = review or self.fresh("w")
            yield from self.reporting(term, name, review, final=final)
            yield from self.judging(name, held)
        if final:
            yield from self.certifying(name, held)
        yield from self.releasing(number, name, held)

    def ending(self) -> Iterator[CommandCall]:
        """The calls that are still due once the last term is over."""
        if not self.story.of(SupportEnded):
            yield self.end()
        overpaid = self.story.net_released - self.story.eligible()
        if overpaid > 0:
            yield self.recover(overpaid)
        yield from self.correcting()
        final = self.story.not_struck_out(FinalReported)
        if final and self.story.standing():
            yield from self.certifying(final[-1].report, self.fresh("w"))
        if not self.story.is_closed:
            yield from self.paying_shares()
            yield self.close()

    def end(self, cause: str = "completed") -> CommandCall:
        """The end of the support, on the intended day or today if that is later."""
        days = [visit.on for visit in self.story.not_struck_out(VisitLogged)]
        end = max([min(self.scenario.end, self.world.today), *days])
        return self.call("end_support", on=end, actual_end=end, cause=cause)

    def close(self, cause: str = "completed") -> CommandCall:
        """The closing."""
        return self.call("close_deployment", cause=cause, by=OFFICER)
