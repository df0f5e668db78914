"""A history as a script: what is asked, at which moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import attrs

from s2ss_core.testing.command_call import CommandCall

LONDON = ZoneInfo("Europe/London")
CLOCK_CHANGES = (date(2024, 3, 31), date(2024, 10, 27))


@attrs.frozen
class Step:
    """One command, and the moment in UTC at which it is asked."""

    at: datetime
    call: CommandCall


@attrs.frozen
class Script:
    """One history, as it comes about."""

    number: int
    steps: tuple[Step, ...]
