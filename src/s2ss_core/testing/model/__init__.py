"""A plain model of what a deployment, an award or a leader's year comes to, reckoned from its events alone.

It shares no code with what it is held against: of the library it reads the classes of events and the numbers of the
programme that a history holds, and reckons anew. Sums are pence, quantities are days.
"""

from s2ss_core.testing.model.award import Award
from s2ss_core.testing.model.calendar import last_day, span_of, working_days
from s2ss_core.testing.model.event_log import EventLog, deployments_in, streams_in
from s2ss_core.testing.model.reported import Report
from s2ss_core.testing.model.story import Story
from s2ss_core.testing.model.year import Year

__all__ = [
    "Award",
    "EventLog",
    "Report",
    "Story",
    "Year",
    "deployments_in",
    "last_day",
    "span_of",
    "streams_in",
    "working_days",
]
