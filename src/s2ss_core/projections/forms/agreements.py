"""The agreements as their forms: School Agreement, contract, School-to-School Support Agreement, flow-down contract."""

from collections.abc import Iterator, Mapping

from s2ss_core.events import (
    AgreementIssued,
    Measure,
    NeedsAssessed,
    PlanSubmitted,
    ScheduledInstalment,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import (
    Chosen,
    FormField,
    FormSection,
    blank,
    fields,
    rows,
    section,
    the_one,
)
from s2ss_core.projections.forms.parts import (
    aims,
    brokered_in,
    leader_by,
    objectives,
    people,
    period_by,
    plan_on,
)
from s2ss_core.projections.forms.signatures import HEADTEACHER, LEADER, signatures_of_agreement
from s2ss_core.values import AgreementKind, PartyRole, decimal_text

OF_CONTRACT: Mapping[PartyRole, str] = {
    "system-leader": LEADER,
    "home-school": "System Leader's School Headteacher (where applicable)",
    "supported-school": HEADTEACHER,
    "broker": "Headteacher of the lead Teaching School on behalf of the alliance",
}
OF_SUPPORT_AGREEMENT: Mapping[PartyRole, str] = {
    "system-leader": LEADER,
    "broker": "the alliance",
    "supported-school": HEADTEACHER,
}
OF_SCHOOL_AGREEMENT: Mapping[PartyRole, str] = {
    "system-leader": LEADER,
    "supported-school": HEADTEACHER,
    "broker": "the alliance",
    "home-school": "Headteacher of the leader's school (where applicable)",
}
OF_FLOW_DOWN: Mapping[PartyRole, str] = {"payee": "the System Leader's school or trust"}


def contract(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, the contract between partner schools and the alliance."""
    issued = _issued(facts, chosen, "contract")
    event, brokered = issued.event, brokered_in(facts)
    costs, contact = event.costs, brokered.event.contact
    days = ", ".join(
        f"{decimal_text(agreed.days)} days of {agreed.leader} in {agreed.cap_year}"
        for agreed in brokered.event.commitments
    )
    return (
        FormSection(
            title="System Leader: home school details",
            fields=(*leader_by(facts, event.on), *_head_of_home_school(issued)),
        ),
        section(
            "Supported school details", brokered, school=brokered.event.school.id,
            headteacher=brokered.event.headteacher, school_contact_name=people(contact),
            school_contact_role=contact.role if contact else None,
        ),
        FormSection(
            title="Deployment",
            fields=(
                *period_by(facts, event.on),
                *fields(brokered, agreed_time_commitment=days, intervals=brokered.event.frequency),
            ),
        ),
        *aims(facts),
        *objectives(plan_on(facts, event.on), "measure", "review_by"),
        section(
            "Costs", issued, total_cost_of_deployment=str(costs.total) if costs else None,
            payable_by_supported_school_if_outside=str(costs.supported_school) if costs else None,
            cost_to_alliance=str(costs.broker) if costs else None, cost_to_leaders_school=str(costs.home_school) if costs else None,
        ),
        *signatures_of_agreement(facts, issued, OF_CONTRACT),
    )  # fmt: skip


def school_agreement(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, the School Agreement: who supports which school to what end, and who agreed to it."""
    issued, brokered = _issued(facts, chosen, "school-agreement"), brokered_in(facts)
    match, leads = brokered.event, (party.person for party in issued.event.parties if party.role == "broker")
    return (
        section("Strategic objective", brokered, strategic_objective=match.strategic_objective),
        FormSection(
            title="Who",
            fields=(
                leader_by(facts, issued.event.on)[0],
                *fields(brokered, name_of_host_school=match.school.id),
                *fields(issued, name_of_alliance_lead=people(next(leads, None) or issued.event.issued_by)),
            ),
        ),
        *signatures_of_agreement(facts, issued, OF_SCHOOL_AGREEMENT),
    )


def support_agreement(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 001, the School-to-School Support Agreement."""
    issued = _issued(facts, chosen, "support-agreement")
    event, brokered = issued.event, brokered_in(facts)
    plan, match = plan_on(facts, event.on), brokered.event
    working_with = fields(plan, working_with=people(*plan.event.staff_involved)) if plan else ()
    return (
        section("The agreement", issued, date=event.on, copies_to=", ".join(event.copies_to)),
        FormSection(
            title="Who",
            fields=(
                leader_by(facts, event.on)[0],
                *fields(
                    brokered, alliance=match.broker.id, school_being_supported=match.school.id,
                    school_senior_leader_contact=people(match.contact),
                ),
                *(working_with or blank(PlanSubmitted, "working with")),
                *fields(brokered, work_in_school_managed_by=people(match.work_managed_by)),
            ),
        ),
        FormSection(
            title="Agreed timescale of support",
            fields=(
                *period_by(facts, event.on),
                *fields(brokered, frequency=match.frequency, agreed_times_in_school=match.times),
            ),
        ),
        section("Purpose of support", brokered, purpose=match.need),
        section("Staff involved", issued, staff_involved=people(*event.staff_involved)),
        *rows("Baseline measure", NeedsAssessed, _baseline(facts), "what", "value", "benchmark", "source"),
        *rows("Action to be carried out", PlanSubmitted, _actions(plan), "what"),
        *objectives(plan, "baseline", "measure"),
        *signatures_of_agreement(facts, issued, OF_SUPPORT_AGREEMENT),
    )  # fmt: skip


def flow_down_contract(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Document 000, Funding agreements: what is paid when, how it is claimed, and on which terms."""
    issued = _issued(facts, chosen, "flow-down-contract", "funding-agreement")
    event = issued.event
    return (
        section(
            "The agreement", issued, date=event.on, version=event.version, issued_by=str(event.issued_by),
            varies=event.variation_of, purchase_order=event.purchase_order,
            paid_to=", ".join(payee.id for payee in event.payees), copies_to=", ".join(event.copies_to),
        ),
        *(
            section(
                f"Party: {party.role}", issued, person=people(party.person),
                organisation=party.organisation.id if party.organisation else None,
            )
            for party in event.parties
        ),
        *(_instalment(issued, instalment) for instalment in event.schedule),
        section(
            "Claims", issued, how_funding_is_claimed=event.claim_rules, reports_are_due_by=event.report_deadline,
        ),
        *(section(f"Condition {condition.id}", issued, condition=condition.text) for condition in event.conditions),
        *signatures_of_agreement(facts, issued, OF_FLOW_DOWN),
    )  # fmt: skip


def _issued(facts: EventSet, chosen: Chosen, *documents: AgreementKind) -> Positioned[AgreementIssued]:
    found = [issued for issued in facts.not_struck_out(AgreementIssued) if issued.event.document in documents]
    return the_one(found, "agreement", chosen.of)


def _head_of_home_school(issued: Positioned[AgreementIssued]) -> tuple[FormField, ...]:
    heads = (party.person for party in issued.event.parties if party.role == "home-school")
    return fields(issued, headteacher=people(next(heads, None)))


def _instalment(issued: Positioned[AgreementIssued], instalment: ScheduledInstalment) -> FormSection:
    return section(
        f"Instalment {instalment.instalment}, {instalment.leg}", issued, term=str(instalment.term),
        amount=str(instalment.amount), when_it_is_due=instalment.due_by,
        after_the_report=instalment.after,
    )  # fmt: skip


def _baseline(facts: EventSet) -> Iterator[FormSection]:
    for assessment in facts.not_struck_out(NeedsAssessed):
        if assessment.event.kind == "baseline":
            yield from (measured(assessment, measure) for measure in assessment.event.measures)


def measured(assessment: Positioned[NeedsAssessed], measure: Measure) -> FormSection:
    """A row for one measure of an assessment."""
    return section(
        f"Baseline measure {measure.id}", assessment, what=measure.what, value=measure.value,
        benchmark=measure.benchmark, source=measure.source,
    )  # fmt: skip


def _actions(plan: Positioned[PlanSubmitted] | None) -> Iterator[FormSection]:
    if plan is None:
        return
    for activity in plan.event.activities:
        yield section(f"Action to be carried out {activity.id}", plan, what=activity.text)
