"""Ratings: progress on an objective as red, amber or green."""

import attrs

from s2ss_core.ids import RecordId
from s2ss_core.values import Rag

__all__ = ["Rating"]


@attrs.frozen(kw_only=True)
class Rating:
    """Progress on one objective."""

    objective: RecordId
    rag: Rag
