"""Every file with checks. Importing this module registers them all."""

from s2ss_core.audit import agreement, brokering, leader_year, plan_lines, planning, qa_lead, support

STAGES = (agreement, brokering, leader_year, plan_lines, planning, qa_lead, support)
