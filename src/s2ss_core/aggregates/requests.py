"""What each fact asks for, in words: a verb phrase with the ids, such as `release instalment 1 of dep-2023-014`."""

from collections.abc import Mapping

import s2ss_core.events as e

# `{fact}` is the event and `{subject}` the id of its deployment, grant, leader or organisation.
REQUESTS: Mapping[type, str] = {
    # The grant.
    e.GrantAwarded: "record the award of grant {subject}",
    e.AwardVaried: "record variation {fact.variation} of grant {subject}",
    e.AwardVatSettled: "settle the VAT of {fact.of} of grant {subject}",
    e.GrantReceived: "receive tranche {fact.tranche} of grant {subject}",
    e.GrantAllocated: "make allocation {fact.allocation} of grant {subject}",
    e.AllocationReturned: "release {fact.amount} of allocation {fact.allocation} of grant {subject}",
    e.GrantReturned: "repay {fact.amount} of grant {subject}",
    e.AwardCostDisallowed: "disallow award cost {fact.cost} of grant {subject}",
    e.AwardCostIncurred: "incur award cost {fact.cost} of grant {subject}",
    e.AwardCostReversed: "reverse award cost {fact.cost} of grant {subject}",
    e.AwardPaymentMade: "make award payment {fact.payment} of grant {subject}",
    e.AwardPaymentReversed: "reverse award payment {fact.payment} of grant {subject}",
    e.UsageReturned: "submit the usage return for {fact.year} of grant {subject}",
    e.AwardClosed: "close grant {subject}",
    e.AwardReopened: "reopen grant {subject}",
    # The leader's year, and claims.
    e.AllowanceAgreed: "agree an allowance for {subject} in {fact.cap_year}",
    e.DaysCommitted: "commit days of {subject} in {fact.cap_year} to {fact.deployment}",
    e.CommitmentReleased: "release days of {subject} in {fact.cap_year} from {fact.deployment}",
    e.DaysWorked: (
        "count the days of visit {fact.visit} of {fact.deployment} for {subject} in {fact.cap_year}"
    ),
    e.DaysStruckOut: (
        "strike out the days of visit {fact.visit} of {fact.deployment} for {subject} in {fact.cap_year}"
    ),
    e.ClaimRegistered: "claim invoice {fact.invoice_number} of {fact.supplier} for {subject}",
    # The organisation and the system leader.
    e.OrganisationEntered: "enter organisation {subject}",
    e.UrnIssued: "change the URN of {subject} to {fact.urn}",
    e.TrustJoined: "let {subject} join the trust {fact.trust}",
    e.TrustLeft: "let {subject} leave the trust {fact.trust}",
    e.AllianceJoined: "let {subject} join {fact.alliance}",
    e.AllianceLeft: "let {subject} leave {fact.alliance}",
    e.PostTakenUp: "record that {fact.person} took up the post of {fact.post} at {subject}",
    e.PostLeft: "record that {fact.person} left the post of {fact.post} at {subject}",
    e.TermDatesAdopted: "adopt term dates of {subject} for {fact.academic_year}",
    e.LeaderEmployed: "record that {fact.school.id} employs {subject}",
    e.LeaderFoundSame: "record that {subject} is the same leader as {fact.same_as}",
    e.LeaderDesignated: "record designation {fact.designation} of {subject}",
    e.DesignationEnded: "end designation {fact.designation} of {subject}",
    e.ExpertiseDeclared: "record declaration {fact.declaration} of the expertise of {subject}",
    e.TrainingCompleted: "record training {fact.course} of {subject}",
    e.UnbrokeredSupportLogged: "log visit {fact.visit} of {subject} to {fact.school.id}, which nobody brokered",
    # Brokering.
    e.Brokered: "broker {subject}",
    e.QALeadAppointed: "appoint {fact.qa_lead} as QA Lead of {subject}",
    e.QALeadStoodDown: "record that {fact.qa_lead} stood down as QA Lead of {subject}",
    e.PlanningMeetingHeld: "record planning meeting {fact.meeting} of {subject}",
    e.TrainingAttended: "record training {fact.course} of {fact.attendee.person} for {subject}",
    e.FoundationsSecured: "record the foundations of {subject} as secured on the {fact.side} side",
    e.LeaderJoined: "let leader {fact.leader.leader} join {subject}",
    # Planning and agreement.
    e.PlanSubmitted: "submit plan version {fact.plan_version} of {subject}",
    e.PlanReturned: "reject plan version {fact.plan_version} of {subject}",
    e.PlanApproved: "approve plan version {fact.plan_version} of {subject}",
    e.PlanReviewed: "record review {fact.review} of plan version {fact.plan_version} of {subject}",
    e.AgreementIssued: "issue agreement {fact.agreement} of {subject}",
    e.AgreementSigned: "sign agreement {fact.agreement} of {subject} as {fact.party}",
    e.ReviewsScheduled: "record review schedule {fact.schedule} of {subject}",
    # Renegotiation.
    e.LeaderReplaced: "record that leader {fact.leaving} left {subject}",
    e.TimeRenegotiated: "record negotiation {fact.negotiation} on the time of {subject}",
    # Support.
    e.VisitLogged: "log visit {fact.visit} of {subject}",
    e.CostIncurred: "record cost {fact.cost} of {subject}",
    e.ConcernRaised: "raise concern {fact.concern} of {subject}",
    e.ConcernEscalated: "escalate concern {fact.concern} of {subject} to the {fact.escalated_to}",
    e.ConcernResolved: "resolve concern {fact.concern} of {subject}",
    e.SupportHalted: "withhold the support of {subject} by halt {fact.halt}",
    e.SupportResumed: "resume the support of {subject} after halt {fact.halt}",
    e.NeedsAssessed: "record assessment {fact.assessment} of the needs of {subject}",
    e.ActivityPlanned: "plan activity {fact.activity} of {subject}",
    e.ActivityHeld: "record session {fact.session} of {subject}",
    e.EvidenceFiled: "file evidence of {fact.of} of {subject}",
    # Reporting.
    e.InterimReported: "record interim report {fact.report} of {subject}",
    e.FinalReported: "record final report {fact.report} of {subject}",
    e.ReportFinalised: "finalise report {fact.report} of {subject}",
    e.DocumentShared: "record that {fact.of} of {subject} was shared",
    e.ReviewHeld: "record review {fact.review} of {subject}",
    e.QADayHeld: "record QA Day {fact.day} of {subject}",
    e.FeedbackGiven: "record feedback {fact.feedback} of {subject}",
    e.SupportEvaluated: "record evaluation {fact.evaluation} of {subject}",
    e.RecordSigned: "record signature {fact.signature} of {subject}",
    e.ActionDone: "record action {fact.action} of review {fact.review} of {subject} as done",
    e.ChecklistAnswered: "record response {fact.response} to checklist {fact.checklist} of {subject}",
    e.ProgressJudged: "record judgement {fact.judgement} of {subject}",
    # Money.
    e.InvoiceReceived: "receive invoice {fact.invoice} of {fact.supplier.id} for {subject}",
    e.InstalmentReleased: "release instalment {fact.instalment} of {subject}",
    e.InstalmentWithheld: "withhold instalment {fact.instalment} of {subject}",
    e.WithholdingLifted: "lift the withholding of instalment {fact.instalment} of {subject}",
    e.InstalmentCancelled: "cancel instalment {fact.instalment} of {subject}",
    e.PaymentMade: "record payment {fact.payment} of {subject}",
    e.PaymentReversed: "reverse payment {fact.payment} of {subject}",
    e.GrantRecovered: "record recovery {fact.recovery} of {subject}",
    # Ending.
    e.CertificatePrepared: "prepare certificate {fact.certificate} of {subject}",
    e.GrantUsageCertified: "certify grant usage of {subject} by certificate {fact.certificate}",
    e.CertificateReturned: "submit certificate {fact.certificate} of {subject}",
    e.CertificateQueried: "query certificate {fact.certificate} of {subject}",
    e.CertificateAccepted: "accept certificate {fact.certificate} of {subject}",
    e.AssuranceGiven: "give assurance {fact.assurance} on certificate {fact.certificate} of {subject}",
    e.ManagedExitAgreed: "agree exit {fact.exit} of {subject}",
    e.SupportEnded: "end support of {subject} on {fact.actual_end}",
    e.Closed: "close {subject}",
    e.Reopened: "reopen {subject}",
    # Corrections.
    e.EntryStruckOut: "strike out {fact.of} of {subject}",
    e.CostReversed: "reverse cost {fact.cost} of {subject}",
    e.CostDisallowed: "disallow {fact.amount} of {fact.of} of {subject}",
    e.VatSettled: "settle the VAT of {fact.of} of {subject}",
    e.CostAllowed: "lift disallowance {fact.disallowance} of {subject}",
}


def describe_request(fact: object, subject: str) -> str:
    """What a fact about the deployment or grant of that id asks for: `log visit v-1 of dep-2`.

    An event without a phrase of its own is named by its stored name: `record visit-cancelled v-1 of dep-2`.
    """
    phrase = REQUESTS.get(type(fact))
    if phrase:
        return phrase.format(fact=fact, subject=subject)
    kind = e.stored_name(type(fact)).name.partition(".")[2]
    return f"record {kind} {' '.join(e.natural_id(fact)[1:])} of {subject}"
