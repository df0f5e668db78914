"""The table of commands: for each, its event, the function that prepares it, and its decision."""

import s2ss_core.events as e
from s2ss_core.aggregates import (
    award_closure,
    award_costs,
    award_settled_vat,
    designations,
    grant,
    leader_year,
    organisation,
    system_leader,
    unbrokered,
    usage_returns,
)
from s2ss_core.aggregates.deployment.decisions import (
    actions,
    activities,
    agreement,
    brokering,
    certification,
    checklists,
    closure,
    concerns,
    corrections,
    costs,
    ending,
    exits,
    feedback,
    halts,
    money,
    payments,
    plan_reviews,
    planning,
    preparation,
    qa_days,
    renegotiation,
    reporting,
    reviews,
    settled_vat,
    support,
)
from s2ss_core.aggregates.strikes import AWARD, ORGANISATION, SYSTEM_LEADER
from s2ss_core.application import allowances, awards, deployments, organisations, strikes, system_leaders
from s2ss_core.application.command import by_fields, by_id


class Commands:
    """Every command of a `Brokerage`."""

    # The grant and the leader's year.

    award_grant = by_fields(e.GrantAwarded, awards.prepare_award, grant.award_grant)
    vary_award = by_id(e.AwardVaried, awards.prepare, grant.vary_award)
    receive_grant = by_id(e.GrantReceived, awards.prepare, grant.receive_grant)
    allocate_grant = by_id(e.GrantAllocated, awards.prepare_allocation, grant.allocate_grant)
    release_allocation = by_id(
        e.AllocationReturned, awards.prepare_return_of_allocation, grant.release_allocation
    )
    repay_grant = by_id(e.GrantReturned, awards.prepare_repayment, grant.repay_grant)
    incur_award_cost = by_id(e.AwardCostIncurred, awards.prepare_cost, award_costs.incur_award_cost)
    reverse_award_cost = by_id(e.AwardCostReversed, awards.prepare, award_costs.reverse_award_cost)
    disallow_award_cost = by_id(e.AwardCostDisallowed, awards.prepare, award_costs.disallow_award_cost)
    make_award_payment = by_id(e.AwardPaymentMade, awards.prepare, award_costs.make_award_payment)
    reverse_award_payment = by_id(e.AwardPaymentReversed, awards.prepare, award_costs.reverse_award_payment)
    settle_award_vat = by_id(e.AwardVatSettled, awards.prepare, award_settled_vat.settle_award_vat)
    submit_usage_return = by_id(
        e.UsageReturned, awards.prepare_usage_return, usage_returns.submit_usage_return
    )
    close_award = by_fields(e.AwardClosed, awards.prepare_closing, award_closure.close_award)
    reopen_award = by_id(e.AwardReopened, awards.prepare, grant.reopen_award)
    agree_allowance = by_fields(e.AllowanceAgreed, allowances.prepare, leader_year.agree_allowance)

    # The organisation and the system leader.

    enter_organisation = by_fields(
        e.OrganisationEntered, organisations.prepare_entry, organisation.enter_organisation
    )
    change_urn = by_id(e.UrnIssued, organisations.prepare, organisation.change_urn)
    join_trust = by_id(e.TrustJoined, organisations.prepare, organisation.join_trust)
    leave_trust = by_id(e.TrustLeft, organisations.prepare, organisation.leave_trust)
    join_alliance = by_id(e.AllianceJoined, organisations.prepare, organisation.join_alliance)
    leave_alliance = by_id(e.AllianceLeft, organisations.prepare, organisation.leave_alliance)
    take_up_post = by_id(e.PostTakenUp, organisations.prepare, organisation.take_up_post)
    leave_post = by_id(e.PostLeft, organisations.prepare, organisation.leave_post)
    adopt_term_dates = by_id(e.TermDatesAdopted, organisations.prepare, organisation.adopt_term_dates)
    employ_leader = by_fields(
        e.LeaderEmployed, system_leaders.prepare_employment, system_leader.employ_leader
    )
    find_leader_same = by_fields(
        e.LeaderFoundSame, system_leaders.prepare_found_same, system_leader.find_leader_same
    )
    designate_leader = by_fields(e.LeaderDesignated, system_leaders.prepare, designations.designate_leader)
    end_designation = by_fields(e.DesignationEnded, system_leaders.prepare, designations.end_designation)
    declare_expertise = by_fields(e.ExpertiseDeclared, system_leaders.prepare, designations.declare_expertise)
    complete_training = by_fields(e.TrainingCompleted, system_leaders.prepare, designations.complete_training)
    log_unbrokered_support = by_fields(
        e.UnbrokeredSupportLogged, system_leaders.prepare, unbrokered.log_unbrokered_support
    )

    # Brokering.

    broker = by_fields(e.Brokered, deployments.prepare_brokering, brokering.broker)
    join_leader = by_id(e.LeaderJoined, deployments.prepare, brokering.join_leader)
    appoint_qa_lead = by_id(e.QALeadAppointed, deployments.prepare, preparation.appoint_qa_lead)
    stand_down_qa_lead = by_id(e.QALeadStoodDown, deployments.prepare, preparation.stand_down_qa_lead)
    hold_planning_meeting = by_id(
        e.PlanningMeetingHeld, deployments.prepare, preparation.hold_planning_meeting
    )
    attend_training = by_id(e.TrainingAttended, deployments.prepare, preparation.attend_training)
    secure_foundations = by_id(e.FoundationsSecured, deployments.prepare, preparation.secure_foundations)

    # Planning and agreement.

    submit_plan = by_id(e.PlanSubmitted, deployments.prepare, planning.submit_plan)
    reject_plan = by_id(e.PlanReturned, deployments.prepare, planning.reject_plan)
    approve_plan = by_id(e.PlanApproved, deployments.prepare, planning.approve_plan)
    review_plan = by_id(e.PlanReviewed, deployments.prepare, plan_reviews.review_plan)
    issue_agreement = by_id(e.AgreementIssued, deployments.prepare, agreement.issue_agreement)
    sign_agreement = by_id(e.AgreementSigned, deployments.prepare, agreement.sign_agreement)
    schedule_reviews = by_id(e.ReviewsScheduled, deployments.prepare, agreement.schedule_reviews)

    # Renegotiation.

    replace_leader = by_id(e.LeaderReplaced, deployments.prepare, renegotiation.replace_leader)
    renegotiate_time = by_id(e.TimeRenegotiated, deployments.prepare, renegotiation.renegotiate_time)

    # Support.

    log_visit = by_id(e.VisitLogged, deployments.prepare, support.log_visit)
    incur_cost = by_id(e.CostIncurred, deployments.prepare, costs.incur_cost)
    raise_concern = by_id(e.ConcernRaised, deployments.prepare, concerns.raise_concern)
    escalate_concern = by_id(e.ConcernEscalated, deployments.prepare, concerns.escalate_concern)
    resolve_concern = by_id(e.ConcernResolved, deployments.prepare, concerns.resolve_concern)
    halt_support = by_id(e.SupportHalted, deployments.prepare, halts.halt_support)
    resume_support = by_id(e.SupportResumed, deployments.prepare, halts.resume_support)
    assess_needs = by_id(e.NeedsAssessed, deployments.prepare, activities.assess_needs)
    plan_activity = by_id(e.ActivityPlanned, deployments.prepare, activities.plan_activity)
    hold_activity = by_id(e.ActivityHeld, deployments.prepare, activities.hold_activity)
    file_evidence = by_id(e.EvidenceFiled, deployments.prepare, concerns.file_evidence)

    # Reporting.

    report_interim = by_id(e.InterimReported, deployments.prepare, reporting.report_interim)
    report_final = by_id(e.FinalReported, deployments.prepare, reporting.report_final)
    finalise_report = by_id(e.ReportFinalised, deployments.prepare, reporting.finalise_report)
    share_document = by_id(e.DocumentShared, deployments.prepare, reporting.share_document)
    hold_review = by_id(e.ReviewHeld, deployments.prepare, reviews.hold_review)
    finish_action = by_id(e.ActionDone, deployments.prepare, actions.finish_action)
    hold_qa_day = by_id(e.QADayHeld, deployments.prepare, qa_days.hold_qa_day)
    give_feedback = by_id(e.FeedbackGiven, deployments.prepare, feedback.give_feedback)
    evaluate_support = by_id(e.SupportEvaluated, deployments.prepare, feedback.evaluate_support)
    sign_record = by_id(e.RecordSigned, deployments.prepare, feedback.sign_record)
    answer_checklist = by_id(e.ChecklistAnswered, deployments.prepare, checklists.answer_checklist)
    judge_progress = by_id(e.ProgressJudged, deployments.prepare, reviews.judge_progress)

    # Money.

    receive_invoice = by_id(e.InvoiceReceived, deployments.prepare, money.receive_invoice)
    release_instalment = by_id(e.InstalmentReleased, deployments.prepare, money.release_instalment)
    withhold_instalment = by_id(e.InstalmentWithheld, deployments.prepare, money.withhold_instalment)
    lift_withholding = by_id(e.WithholdingLifted, deployments.prepare, money.lift_withholding)
    cancel_instalment = by_id(e.InstalmentCancelled, deployments.prepare, money.cancel_instalment)
    make_payment = by_id(e.PaymentMade, deployments.prepare, payments.make_payment)
    reverse_payment = by_id(e.PaymentReversed, deployments.prepare, payments.reverse_payment)
    recover_grant = by_id(e.GrantRecovered, deployments.prepare, payments.recover_grant)

    # Ending.

    prepare_certificate = by_id(e.CertificatePrepared, deployments.prepare, ending.prepare_certificate)
    certify_grant_usage = by_id(
        e.GrantUsageCertified, deployments.prepare_certification, ending.certify_grant_usage
    )
    submit_certificate = by_id(e.CertificateReturned, deployments.prepare, ending.submit_certificate)
    query_certificate = by_id(e.CertificateQueried, deployments.prepare, certification.query_certificate)
    accept_certificate = by_id(e.CertificateAccepted, deployments.prepare, certification.accept_certificate)
    give_assurance = by_id(e.AssuranceGiven, deployments.prepare, certification.give_assurance)
    agree_exit = by_id(e.ManagedExitAgreed, deployments.prepare, exits.agree_exit)
    end_support = by_id(e.SupportEnded, deployments.prepare, ending.end_support)
    close_deployment = by_id(e.Closed, deployments.prepare, closure.close)
    reopen_deployment = by_id(e.Reopened, deployments.prepare, closure.reopen)

    # Corrections.

    strike_out_of_award = by_id(e.EntryStruckOut, strikes.prepare_award, AWARD.strike_out, "grant")
    strike_out_of_organisation = by_id(
        e.EntryStruckOut, strikes.prepare_organisation, ORGANISATION.strike_out, "organisation"
    )
    strike_out_of_leader = by_id(e.EntryStruckOut, strikes.prepare_leader, SYSTEM_LEADER.strike_out, "leader")
    strike_out = by_id(e.EntryStruckOut, deployments.prepare, corrections.strike_out)
    reverse_cost = by_id(e.CostReversed, deployments.prepare, corrections.reverse_cost)
    disallow_cost = by_id(e.CostDisallowed, deployments.prepare, corrections.disallow_cost)
    allow_cost = by_id(e.CostAllowed, deployments.prepare, corrections.allow_cost)
    settle_vat = by_id(e.VatSettled, deployments.prepare, settled_vat.settle_vat)
