"""Every file with checks. Importing this module registers them all."""

from s2ss_core.audit import brokering, plan_lines, planning, qa_lead

STAGES = (brokering, plan_lines, planning, qa_lead)
