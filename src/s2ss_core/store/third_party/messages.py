"""What is said where a side database is missing."""

SIDE = "S2SS_SIDE_DATABASE"
NO_SIDE = f"This back end keeps no {{}}: name a side database in the settings, {SIDE}=sqlite:///side.db."
