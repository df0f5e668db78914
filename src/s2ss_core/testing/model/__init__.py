"""A plain model of a deployment, an award or a leader's year, computed from its events alone.

It is a second implementation for comparison. From the library it uses only the event classes and the numbers of the
programme in the history. Amounts are in pence, quantities in days.
"""

from s2ss_core.testing.model.calendar import last_day, span_of, working_days
from s2ss_core.testing.model.event_index import EventIndex, deployments_in, streams_in
from s2ss_core.testing.model.reported import Report
from s2ss_core.testing.model.story import Story
from s2ss_core.testing.model.year import Year

__all__ = [
    "EventIndex",
    "Report",
    "Story",
    "Year",
    "deployments_in",
    "last_day",
    "span_of",
    "streams_in",
    "working_days",
]
