"""One breach of a rule, planted in a history that was valid up to then: a way there, and a fact recorded all the same."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from s2ss_core.store import Append, Recorded
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.playing import FOREVER, Play
from s2ss_core.testing.lifecycle.setting import Setting
from s2ss_core.testing.lifecycle.straying import WAYS

NOTHING: Mapping[str, Any] = MappingProxyType({})
DEPLOYMENT = "d-1"
Step = str | tuple[str, Mapping[str, Any]] | tuple[str, int]


@attrs.frozen
class Plant:
    """How a rule is broken: all is done until a command would be next (everything, where it is None); then what comes
    `first` is asked, by command, by command with other fields, or by way of straying; then what breaks it, a command
    or a way with other `fields`.
    """

    until: str | None
    command: str | None = None
    fields: Mapping[str, Any] = NOTHING
    way: tuple[str, int] | None = None
    first: "tuple[Step, ...]" = ()
    setting: Mapping[str, Any] = NOTHING

    def setting_of(self, usual: Setting) -> Setting:
        """The setting it needs, like the usual one wherever it may be."""
        return attrs.evolve(usual, **self.setting)

    def asked(self, play: Play) -> Ask | None:
        """Play on until then, and give what is to be asked on the day it says, or None where the course has it not."""
        reach(play, self.until)
        for one in self.first:
            ask = found(play, one)
            if ask is None or not play.ask(ask):
                return None
        ask = found(play, self.way or self.command or self.until or "")
        ask = attrs.evolve(ask.with_(**self.fields), despite=None) if ask else None
        if ask:
            play.scene.clock.wait_until(ask.on)
        return ask


def reach(play: Play, command: str | None) -> None:
    """Do what is due until a command is next, or to the end."""
    for _ in range(FOREVER):
        ask = next(Course(play.scene, DEPLOYMENT).due(), None)
        if ask is None or ask.command == command:
            return
        play.scene.clock.wait_until(ask.on)
        play.ask(ask)


def found(play: Play, what: Step) -> Ask | None:
    """The next such command that is due, or what a way of straying gives; time goes by until its day."""
    course = Course(play.scene, DEPLOYMENT)
    name, how = what if isinstance(what, tuple) else (what, NOTHING)
    if isinstance(how, int):
        ask = WAYS[name](course, how)
    else:
        due = next((one for one in course.due() if one.command == name), None)
        ask = due.with_(**how) if due else None
    if ask:
        play.scene.clock.wait_until(ask.on)
    return ask


def broken_by(play: Play, ask: Ask) -> set[str]:
    """The codes of the rules that stand in the way of an ask."""
    return {broken.rule.code for broken in ask.why_not(play.scene.brokerage)}


def plant(play: Play, ask: Ask) -> tuple[Recorded, ...]:
    """Record what an ask would record, whatever stands in its way, as no command does."""
    brokerage = play.scene.brokerage.acting_as(ask.by)
    command: Any = getattr(type(brokerage), ask.command)
    subject, fact = command.build(() if ask.about is None else (ask.about,), ask.fields)
    with brokerage.repository.current():
        entries = command.prepare(brokerage.repository, command.decide, subject, fact).entries
    appends = [Append(one.stream, one.after, one.decision.events) for one in entries if one.decision.events]
    recorded = brokerage.store.append(appends, at=play.scene.clock(), by=ask.by)
    play.scene.take(ask, recorded)
    return recorded
