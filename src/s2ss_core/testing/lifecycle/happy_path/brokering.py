"""The stage of brokering: the award, the leader's days, the match and the QA Lead."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import attrs

from s2ss_core.events import (
    AllowanceAgreed,
    Brokered,
    Commitment,
    Confirmation,
    Funding,
    GrantAwarded,
    Leader,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import (
    BROKER,
    FUNDER,
    GRANT,
    HEADTEACHER,
    HOME_CHAIR,
    HOME_HEADTEACHER,
    LEAD,
    OFFICER,
    QA_FIRM,
    QA_LEAD,
    SCHOOL,
)
from s2ss_core.testing.lifecycle.happy_path.stage import Stage
from s2ss_core.values import AcademicYear, Days, Money

SPARE = Money("1000.00")  # of the award, beyond the plans


class BrokeringStage(Stage):
    """The commands before there is a plan."""

    def beginning(self) -> Iterator[CommandCall]:
        """The commands of this stage that are still due."""
        if self.laid_down.needs_award and not self.world.recorded(GrantAwarded):
            yield self.award()
        agreed = {
            (allowance.leader, allowance.cap_year) for allowance in self.world.recorded(AllowanceAgreed)
        }
        lead = self.story.lead_on(self.world.today) if self.story.of(Brokered) else LEAD
        for leader, year in product(dict.fromkeys((LEAD, lead)), self.scenario.cap_years):
            if (leader, year) not in agreed:
                yield self.allowance(leader, year, self.scenario.allowance)
        if not self.story.of(Brokered):
            yield self.broker()
        missing = self.wanted - (self.story.set_aside - self.story.given_back)
        if self.laid_down.needs_award and missing > 0:
            yield self.allocate(missing)
        if self.laid_down.qa_lead_required and self.story.qa_lead_on(self.world.today) is None:
            yield self.appoint()

    @property
    def wanted(self) -> int:
        """The total of the plan that is approved, awaits approval, or is still to be made."""
        plan = self.story.waiting or self.story.plan
        return plan.total if plan else self.scenario.plan_total

    def award(self) -> CommandCall:
        """The funder's award, enough for every deployment."""
        amount = Money(self.scenario.plan_total * len(self.scenario.deployments) + SPARE)
        fields: dict[str, Any] = {
            "grant": GRANT,
            "on": self.world.today,
            "funder": FUNDER,
            "holder": BROKER,
            "reference": "SI-114",
            "amount": amount,
            "available_from": self.scenario.first_day.replace(day=1),
            "available_to": date(self.scenario.end.year + 1, 3, 31),
            "judged_by_funder": self.scenario.judged_by_funder,
        }
        if self.scenario.yearly_certificates:
            fields |= {"certificates": "financial-year", "year_reckonings": ("april-march",)}
        return CommandCall(command="award_grant", fields=fields)

    def allowance(self, leader: str, year: AcademicYear, days: int) -> CommandCall:
        """The days that the home school agrees to."""
        governors = attrs.evolve(HOME_CHAIR, organisation=self.scenario.home.id)
        fields: dict[str, Any] = {
            "leader": leader,
            "cap_year": year,
            "on": self.world.today,
            "days": Days(days),
            "home_school": self.scenario.home,
            "agreed_by": attrs.evolve(HOME_HEADTEACHER, organisation=self.scenario.home.id),
        }
        if self.scenario.programme.cap.asks_governing_body:
            fields["governing_body"] = Confirmation(by=governors, on=self.world.today)
        return CommandCall(command="agree_allowance", fields=fields)

    def broker(self) -> CommandCall:
        """The match of school and leader."""
        programme = self.scenario.programme
        days = Days(self.scenario.days_a_term * len(self.scenario.terms))
        fields: dict[str, Any] = {
            "deployment": self.deployment,
            "on": self.world.today,
            "programme": programme.name,
            "version": programme.version,
            "broker": BROKER,
            "need": "Reading",
            "capacity_confirmed": Confirmation(by=HEADTEACHER, on=self.scenario.first_day),
            "broker_capacity": Confirmation(by=OFFICER, on=self.scenario.first_day),
            "existing_support": "None so far.",
            "school": SCHOOL,
            "headteacher": "ht-1",
            "lead": self.leader(LEAD),
            "commitments": self.commitments(LEAD, days),
            "start": self.scenario.start,
            "intended_end": self.scenario.end,
            "funding": Funding(
                kind=self.laid_down.kind, awards=(GRANT,) if self.laid_down.needs_award else ()
            ),
            "qa_funding": next(iter(self.laid_down.qa_funding), "none"),
        }
        return CommandCall(command="broker", fields=fields)

    def leader(self, leader: str) -> Leader:
        """A leader from the home school."""
        return Leader(
            leader=leader,
            band=self.scenario.band,
            home_school=self.scenario.home,
            home_trust=self.scenario.trust,
        )

    def commitments(self, leader: str, days: Days | int) -> tuple[Commitment, ...]:
        """The days committed in the last cap year of the support."""
        return (Commitment(leader=leader, cap_year=self.scenario.cap_years[-1], days=Days(days)),)

    def allocate(self, amount: int) -> CommandCall:
        """The allocation of a part of the award to the support."""
        fields = {"allocation": self.fresh("a"), "deployment": self.deployment, "purpose": "support"}
        return CommandCall(
            command="allocate_grant",
            about=GRANT,
            fields={**fields, "amount": Money(amount), "on": self.world.today},
        )

    def appoint(self) -> CommandCall:
        """The QA Lead, who belongs to neither side."""
        director = self.laid_down.approver == "director-of-school-improvement"
        return self.call(
            "appoint_qa_lead",
            qa_lead=QA_LEAD,
            employer=QA_FIRM,
            engaged_as="director-of-school-improvement" if director else "independent-professional",
        )
