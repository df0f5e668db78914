"""Lifecycles made up at random: what is due next under any programme, and every way of straying from it.

`Course` knows what is due in a deployment, as its programme has it; `WAYS` are what people also do; `sequences` draws
steps of both kinds, and `Play` plays them against a real brokerage, with every invariant held on the way.
"""

from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.playing import Play, played
from s2ss_core.testing.lifecycle.scene import Clock, Opener, Scene, in_memory
from s2ss_core.testing.lifecycle.sequences import (
    Sensibly,
    Sequence,
    Step,
    Straying,
    Until,
    sequences,
    settings_of,
    steps,
)
from s2ss_core.testing.lifecycle.setting import Setting, periods_of, terms_of
from s2ss_core.testing.lifecycle.straying import WAYS, Way
from s2ss_core.testing.spelling import spelled

__all__ = [
    "WAYS",
    "Ask",
    "Clock",
    "Course",
    "Opener",
    "Play",
    "Scene",
    "Sensibly",
    "Sequence",
    "Setting",
    "Step",
    "Straying",
    "Until",
    "Way",
    "in_memory",
    "periods_of",
    "played",
    "sequences",
    "settings_of",
    "spelled",
    "steps",
    "terms_of",
]
