"""The leaders that a fact deploys, and from which day each supports."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from s2ss_core.events import Brokered, Leader


def leaders_deployed_by(fact: Any) -> Iterator[tuple[Leader, date]]:
    """Each leader that a fact deploys, with the home school that it names, and the day from which the leader supports."""
    first = max(fact.on, fact.start) if isinstance(fact, Brokered) else fact.on
    for field in attrs.fields(type(fact)):
        leader = getattr(fact, field.name)
        if isinstance(leader, Leader):
            yield leader, first
