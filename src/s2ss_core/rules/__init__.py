"""The rules and their sources, one file or more for each stage. Importing this package registers them all."""

from s2ss_core.rules import (
    accreditation,
    activities,
    agreement,
    award_closure,
    award_costs,
    briefing_paper,
    brokering,
    certification,
    checklists,
    claim,
    corrections,
    ending,
    feedback,
    grant,
    halts,
    leader_year,
    money,
    offices,
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
)
from s2ss_core.rules.refused import *
from s2ss_core.rules.rule import *

# Importing them registers their rules.
STAGES = (
    accreditation, activities, agreement, award_closure, award_costs, briefing_paper, brokering, certification, checklists, claim, ending, feedback, grant, halts, leader_year, corrections, money, offices, organisation, plan_lines, planning,
    qa_days, qa_lead, renegotiation, reporting, reviews, support, system_leader,
)  # fmt: skip
