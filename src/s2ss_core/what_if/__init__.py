"""The same history under another programme: which rules and which figures would differ. `Brokerage.what_if` says it."""

from s2ss_core.what_if.documents import FigureDifference, SettingDifference, Verdict, WhatIf

__all__ = ["FigureDifference", "SettingDifference", "Verdict", "WhatIf"]
