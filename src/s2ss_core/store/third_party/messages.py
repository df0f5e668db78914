"""The message for a missing side database."""

SIDE = "S2SS_SIDE_DATABASE"
NO_SIDE = f"This back end cannot keep a {{}}: name a side database in the settings, {SIDE}=sqlite:///side.db."
