"""Every file with checks. Importing this module registers them all."""

from s2ss_core.audit import (
    accreditation,
    actions,
    activities,
    agreement,
    brokering,
    certification,
    checklists,
    corrections,
    ending,
    halts,
    identity,
    leader_year,
    linked,
    money,
    organisation,
    plan_lines,
    planning,
    qa_days,
    qa_lead,
    renegotiation,
    reporting,
    reviews,
    support,
    system_leader,
    unbrokered,
)

STAGES = (
    accreditation, actions, activities, agreement, brokering, certification, checklists, corrections, ending, halts, identity, leader_year, linked, money, organisation, plan_lines, planning, qa_days, qa_lead, renegotiation,
    reporting, reviews, support, system_leader, unbrokered,
)  # fmt: skip
