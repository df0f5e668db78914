"""What every view shows of histories that were once recorded, guarded: no figure of an old certificate moves unnoticed.

The stories came about at random, strays and corrections among them.
"""

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.errors import NotFound
from s2ss_core.projections import EVERY_PROJECTION, Key, Projection, canonical_bytes
from s2ss_core.store import recorded_of
from tests.golden.file import GOLDEN, GoldenFile
from tests.projections.histories import History

MOST_TOLD, LONGEST = 5, 200

STORIES = sorted((GOLDEN / "stories").glob("*.jsonl"), key=lambda story: int(story.stem))


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


def views_of(story: Path) -> str:
    lines = (json.dumps(view, ensure_ascii=False) + "\n" for view in shown_today(history_of(story)))
    return "".join(lines)


VIEWS = tuple(GoldenFile(story.with_suffix(".views"), partial(views_of, story)) for story in STORIES)


def shown_once(views: GoldenFile) -> list[dict[str, Any]]:
    return [json.loads(line) for line in views.kept().splitlines()]


@pytest.mark.parametrize(("story", "views"), list(zip(STORIES, VIEWS, strict=True)), ids=str)
def test_every_view_of_a_recorded_story_shows_what_it_showed(story: Path, views: GoldenFile) -> None:
    for was, now in zip(shown_once(views), shown_today(history_of(story)), strict=True):
        assert list(islice(moved(was, now, was["view"]), MOST_TOLD)) == [], views.advice


def moved(was: Any, now: Any, place: str) -> Iterator[str]:
    """Where a view differs; left to pytest, the telling takes longer than all the stories."""
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        for name in was:
            yield from moved(was[name], now[name], f"{place}.{name}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for at, (line, other) in enumerate(zip(was, now, strict=True)):
            yield from moved(line, other, f"{place}[{at}]")
    elif now != was:
        yield f"{place} was {str(was)[:LONGEST]}, is {str(now)[:LONGEST]}"


def test_the_stories_hold_every_view() -> None:
    shown = {view["view"] for views in VIEWS for view in shown_once(views)}

    assert shown == {projection.name for projection in EVERY_PROJECTION}
