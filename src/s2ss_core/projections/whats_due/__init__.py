"""What is due: of whom, since when and by when, whatever the day on which somebody asks."""

from s2ss_core.projections.whats_due.due import Due, DueRow, WhatsDue
from s2ss_core.projections.whats_due.projection import DRAWN_FROM, WHATS_DUE, dues_of

__all__ = ["DRAWN_FROM", "WHATS_DUE", "Due", "DueRow", "WhatsDue", "dues_of"]
