"""The stage of reporting: reports, their reviews, and each party's judgement."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.events import DocumentShared, FinalReported, InterimReported, Rating, VisitLogged
from s2ss_core.programmes import add_working_days
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ASSURER, OFFICER, THE_FUNDER, somebody
from s2ss_core.testing.lifecycle.happy_path.support import A_DAY, SupportStage
from s2ss_core.testing.model import Report, span_of
from s2ss_core.values import Cause, JudgingParty, Person, Role, Term

WRITTEN = {"progress": "Reading ages rise.", "impact": "Pupils read more.", "next_steps": "Year 4."}
JUDGES: dict[JudgingParty, Person] = {"broker": OFFICER, "funder": THE_FUNDER}


class ReportingStage(SupportStage):
    """The commands for a term's report, up to the judgements on it."""

    @property
    def absent(self) -> tuple[Role, ...]:
        """The roles that nobody has because this funding has no QA Lead."""
        return () if self.laid_down.qa_lead_required else ("qa-lead",)

    def owes_report(self, number: int) -> bool:
        """Whether the term with this number needs a report."""
        if not self.scenario.programme.reports.written:
            return False
        terms = len(self.scenario.terms)
        interim = terms >= self.scenario.programme.reports.interim_from_terms or "report-exists" in self.gates
        return number == terms or interim

    def reporting(self, term: Term, name: str, review: str | None, *, final: bool) -> Iterator[CommandCall]:
        """The commands until the review of a report is held."""
        if self.reported(term, final=final) is None:
            yield self.write(term, name=name, final=final)
        shared = [
            shared.on for shared in self.story.of(DocumentShared) if shared.of == Cause("report", (name,))
        ]
        if not shared:
            yield self.share(name)
        if review is None and self.scenario.programme.reports.review_led_by:
            notice = self.scenario.programme.lead_times.report_shared_before_review.value
            on = add_working_days(min(shared, default=self.world.today), notice) + A_DAY
            yield self.hold(term, name, self.fresh("w"), on=on)

    def reported(self, term: Term, *, final: bool) -> Report | None:
        """The report on a term; None if there is none."""
        if final:
            return next(iter(self.story.not_struck_out(FinalReported)), None)
        return next(
            (report for report in self.story.not_struck_out(InterimReported) if report.term == term), None
        )

    def unused_report(self, name: str) -> str:
        """This id for a report, or another one if it is used."""
        used = {report.report for report in self.story.any_of(InterimReported, FinalReported)}
        return self.fresh("r") if name in used else name

    def write(self, term: Term, *, name: str | None = None, final: bool = False) -> CommandCall:
        """A report by all its authors."""
        first, last = span_of(self.scenario.programme, term)
        visits = [visit.on for visit in self.story.not_struck_out(VisitLogged) if first <= visit.on <= last]
        reports = self.scenario.programme.reports
        return self.call(
            "report_final" if final else "report_interim",
            on=max(visits, default=None),
            report=name or self.fresh("r"),
            term=term,
            authors=self.people(reports.final_authors if final else reports.interim_authors),
            ratings=(Rating(objective="o-1", rag="amber"),),
            **WRITTEN,
        )

    def people(self, roles: tuple[Role, ...]) -> tuple[Person, ...]:
        """The people with these roles."""
        return tuple(somebody(role) for role in roles if role not in self.absent)

    def share(self, report: str) -> CommandCall:
        """The sharing of a report with everybody who must have it before its review."""
        audience = self.scenario.programme.reports.shared_before_review_with or ("broker",)
        return self.call("share_document", of=Cause("report", (report,)), shared_with=audience, by=OFFICER)

    def hold(self, term: Term, report: str, review: str, on: date | None = None) -> CommandCall:
        """A review with everybody who must attend."""
        reports = self.scenario.programme.reports
        leading = [role for role in reports.review_attendees if role in reports.review_led_by]
        leads = somebody(next(iter((*leading, *reports.review_led_by)), "headteacher"))
        attendees = self.people(reports.review_attendees)
        return self.call(
            "hold_review",
            on=on,
            review=review,
            term=term,
            report=report,
            minutes=self.scenario.programme.lead_times.review_minutes.value,
            led_by=leads,
            attendees=attendees if leads in attendees else (*attendees, leads),
        )

    def judging(self, report: str, review: str) -> Iterator[CommandCall]:
        """The judgements that are still due, where a release waits for any."""
        if "progress-judged" not in self.gates:
            return
        funder: tuple[JudgingParty, ...] = ("funder",) if self.scenario.judged_by_funder else ()
        judges = self.laid_down.judges
        for party in (*judges, *(funder if self.laid_down.needs_award and "funder" not in judges else ())):
            latest = self.story.judgement(party, report, date.max)
            if latest is None or not latest.satisfactory:
                yield self.judge(party, report, review, satisfactory=True)

    def judge(self, party: JudgingParty, report: str, review: str, *, satisfactory: bool) -> CommandCall:
        """One party's judgement."""
        return self.call(
            "judge_progress",
            judgement=self.fresh(f"j-{party}"),
            party=party,
            judge=attrs.evolve(JUDGES.get(party, ASSURER), role=party),
            report=report,
            review=review,
            satisfactory=satisfactory,
        )
