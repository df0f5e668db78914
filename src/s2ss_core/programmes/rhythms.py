"""What a programme has held again and again: coaching, release time, meetings, and the assessment of needs."""

from typing import Literal

import attrs

from s2ss_core.values import ActivityKind, AssessmentKind, Days, Frequency, Role, Unit

RhythmKind = Literal[ActivityKind, AssessmentKind]


@attrs.frozen(kw_only=True)
class Rhythm:
    """Something that is held once in each week, fortnight, term or academic year, for as long as the support goes on.

    It waits on the roles in `held_by`. Each session names somebody in each role of `people`. Each time takes `quantity`
    `unit`s, if the programme says how long it is. An assessment names as many priorities as `priorities` says, if it is above 0.
    """

    kind: RhythmKind
    every: Frequency
    held_by: tuple[Role, ...]
    people: tuple[Role, ...] = ()
    unit: Unit | None = None
    quantity: Days | None = None
    priorities: int = 0
    source: str
