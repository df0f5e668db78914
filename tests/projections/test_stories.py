"""What every view shows of histories that were once recorded, guarded: no figure of an old certificate moves unnoticed.

The stories came about at random, strays and corrections among them. After a change that is meant, write what is shown
anew and look at the difference before keeping it: `S2SS_WRITE_GOLDEN=1 python -m pytest tests/projections/test_stories.py`
"""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.errors import NotFound
from s2ss_core.projections import EVERY_PROJECTION, Key, Projection, canonical_bytes
from s2ss_core.store import recorded_of
from tests.projections.histories import History

MOST_TOLD, LONGEST = 5, 200

STORIES = sorted(
    (Path(__file__).resolve().parent.parent / "golden" / "stories").glob("*.jsonl"),
    key=lambda story: int(story.stem),
)


def history_of(story: Path) -> History:
    states = story.read_bytes().splitlines()
    return History(recorded_of(state, position=at) for at, state in enumerate(states, start=1))


def shown_today(history: History) -> Iterator[dict[str, Any]]:
    for projection in EVERY_PROJECTION:
        keys = {key for entry in history.entries for key in projection.keys(entry, history)}
        for key in sorted(keys):
            yield {"view": projection.name, "key": list(key), "shows": shown(projection, key, history)}


def shown(projection: Projection[Any, Any], key: Key, history: History) -> Any:
    try:
        return json.loads(canonical_bytes(projection.live(history, key)))
    except NotFound as error:
        return str(error)


@pytest.fixture(scope="module", autouse=True)
def _written_anew_if_asked() -> None:
    for story in STORIES if os.environ.get("S2SS_WRITE_GOLDEN") == "1" else ():
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in shown_today(history_of(story)))
        story.with_suffix(".views").write_text("".join(lines), "utf-8")


def shown_once(story: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in story.with_suffix(".views").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_every_view_of_a_recorded_story_shows_what_it_showed(story: Path) -> None:
    for was, now in zip(shown_once(story), shown_today(history_of(story)), strict=True):
        assert list(islice(moved(was, now, was["view"]), MOST_TOLD)) == []


def moved(was: Any, now: Any, place: str) -> Iterator[str]:
    """Where a view differs; left to pytest, the telling takes longer than all the stories."""
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        for name in was:
            yield from moved(was[name], now[name], f"{place}.{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for at, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from moved(one, other, f"{place}[{at}]")
    elif now != was:
        yield f"{place} was {str(was)[:LONGEST]}, is {str(now)[:LONGEST]}"


def test_the_stories_hold_every_view() -> None:
    shown = {one["view"] for story in STORIES for one in shown_once(story)}

    assert shown == {projection.name for projection in EVERY_PROJECTION}
