"""Strategies for whole histories, valid ones and ones with a breach planted in them, and for commands."""

import attrs
from hypothesis import note
from hypothesis import strategies as st

from s2ss_core.programmes import Programme
from s2ss_core.store import Recorded
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.playing import FOREVER, Play
from s2ss_core.testing.lifecycle.scene import Scene
from s2ss_core.testing.lifecycle.sequences import Step, settings_of, steps
from s2ss_core.testing.lifecycle.setting import EXCEED, Setting
from s2ss_core.testing.lifecycle.straying import WAYS
from s2ss_core.testing.strategies.planting import broken_by, plant
from s2ss_core.testing.strategies.plants import PLANTS, WITHOUT
from s2ss_core.values import FundingKind

NEW_LINE = "\n"


@attrs.frozen(repr=False)
class History:
    """What was recorded, in order, and the lines one types to have it recorded, which a failing test prints."""

    entries: tuple[Recorded, ...]
    told: str
    setting: Setting

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.entries)} entries, told in {self.told.count(NEW_LINE) + 1} lines>"


@attrs.frozen(repr=False)
class Breach(History):
    """A history of which the last entries break one rule; what came before them is valid."""

    code: str
    planted: tuple[Recorded, ...]


def histories(
    programme: Programme = EXCEED,
    funding: FundingKind | None = None,
    *,
    deployments: tuple[str, ...] = ("d-1",),
    most_strays: int = 0,
    whole: bool = False,
) -> "st.SearchStrategy[History]":
    """Histories that commands made under a programme and a kind of funding, its first where none is named.

    Each is some steps long, or runs to the end where it is `whole`. At most so many steps stray from the course:
    told despite, struck out, put right, or refused, which leaves no entry.
    """

    def played(setting: Setting, some: tuple[Step, ...]) -> History:
        play = Play(setting, closely=False)
        for step in some:
            play.take(step)
        for name in setting.deployments if whole else ():
            play.go_on(name, FOREVER)
        note(play.told)
        return History(tuple(play.scene.history), play.told, setting)

    drawn = steps(len(deployments), most_strays=most_strays)
    return st.builds(played, settings_of(programme, funding, deployments), drawn)


def commands(scene: Scene, deployment: str = "d-1") -> "st.SearchStrategy[Ask]":
    """The valid command: what is due next in a deployment on a scene. Empty where nothing is."""
    due = next(Course(scene, deployment).due(), None)
    return st.just(due) if due else st.nothing()


def adversarial_commands(scene: Scene, deployment: str = "d-1") -> "st.SearchStrategy[Ask]":
    """Commands out of turn, wrong, despite, repeated, corrective: some are refused, and some are not.

    Some are told weeks late: drawing one may let the scene's clock go on.
    """

    def asked(way: str, variant: int) -> Ask | None:
        return WAYS[way](Course(scene, deployment), variant)

    drawn = st.builds(asked, st.sampled_from(sorted(WAYS)), st.integers(0, 59))
    return drawn.filter(bool)  # type: ignore[return-value]


def breaches(code: str) -> "st.SearchStrategy[Breach]":
    """A valid history with one breach of a rule planted at its end: of that rule, and of no other.

    It is recorded all the same, as no command does, so that an audit or a view can be shown it. Raises ValueError for
    a rule that has no plant, with the reason.
    """
    if code not in PLANTS:
        raise ValueError(f"{code} has no plant: {WITHOUT.get(code, 'there is no such rule')}")
    return st.builds(_planted, st.just(code), st.booleans())


def _planted(code: str, judged_by_funder: bool) -> Breach:
    one = PLANTS[code]
    by_funder = judged_by_funder and code != "S2SS-R11"  # where the funder judges, it is one that may
    play = Play(one.setting_of(Setting(judged_by_funder=by_funder)), closely=False)
    ask = one.asked(play)
    assert ask is not None, f"the plant of {code} has nothing to ask"
    found = broken_by(play, ask)
    assert found == {code}, f"the plant of {code} breaks {sorted(found)}"
    planted = plant(play, ask)
    told = f"{play.told}\n{ask}  # {ask.on}: planted, against {code}"
    note(told)
    return Breach(tuple(play.scene.history), told, play.scene.setting, code, planted)
