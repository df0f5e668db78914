"""Play scripts into stores of one back end and print what comes of each: `python -m tests.replays.replay FILE`.

A program of its own, so that it can be begun in other surroundings. FILE is a pickle of scripts; S2SS_PLACE is
`memory:`, `sqlite:`, or the URL of a PostgreSQL database.
"""

import decimal
import hashlib
import json
import locale
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs

from s2ss_core.aggregates import claim, grant, leader_year, organisation, system_leader
from s2ss_core.aggregates.deployment import deployment
from s2ss_core.application import Brokerage
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.projections import EVERY_PROJECTION, NOW, AsAt, canonical_bytes
from s2ss_core.rules import Refused
from s2ss_core.store import Recorded
from s2ss_core.values import Withheld
from tests.replays.script import CLOCK_CHANGES, Script

FOLDS: Mapping[str, Any] = {
    "deployment": deployment.replay,
    "grant": grant.replay,
    "leader-year": leader_year.replay,
    "claim": claim.replay,
    "organisation": organisation.replay,
    "system-leader": system_leader.replay,
}
SPRING, AUTUMN = CLOCK_CHANGES
TIMES: tuple[AsAt, ...] = (
    NOW,
    AsAt(recorded=SPRING),
    AsAt(recorded=AUTUMN),
    AsAt(recorded=datetime(2024, 3, 31, 1, tzinfo=UTC), happened=date(2024, 3, 15)),
)


class Clock:
    """The script's clock."""

    now = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def main(file: str) -> None:
    """Play every script of the file and print a line of digests for each."""
    live_as_a_host_does()
    scripts: list[Script] = pickle.loads(Path(file).read_bytes())
    for script in scripts:
        with placed(script.number) as url:
            sys.stdout.write(json.dumps(played(script, url)) + "\n")


def live_as_a_host_does() -> None:
    """Take over the surroundings' locale, and a context for decimals that no figure may come from."""
    locale.setlocale(locale.LC_ALL, "")
    decimal.getcontext().prec = int(os.environ.get("S2SS_PRECISION", "28"))
    decimal.getcontext().rounding = os.environ.get("S2SS_ROUNDING", decimal.ROUND_HALF_EVEN)


@contextmanager
def placed(number: int) -> Iterator[str]:
    """The URL of a store of its own for one script."""
    place = os.environ.get("S2SS_PLACE", "memory:")
    if place == "sqlite:":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/replay.db"
    else:
        yield place if place == "memory:" else f"{place}&schema=replay_{os.getpid()}_{number}"


def played(script: Script, url: str) -> Mapping[str, object]:
    """What became of every command, and digests of the history, of the states and of the views that it left."""
    clock = Clock()
    with Brokerage.open(url, clock=clock) as brokerage:
        with brokerage.store.writing():
            outcomes = [asked(step.call, step.at, brokerage, clock) for step in script.steps]
        parts = {"outcomes": outcomes, "history": history_of(brokerage), "states": states_of(brokerage)}
        return {
            "script": script.number,
            "entries": brokerage.store.newest(),
            **{name: digest_of(part) for name, part in parts.items()},
            "views": digest_of(views_of(brokerage)),
        }


def asked(call: Any, at: datetime, brokerage: Brokerage, clock: Clock) -> str:
    """What came of a command: how much was recorded, or in all its words why nothing was."""
    clock.now = at
    try:
        with brokerage.store.writing():
            return f"recorded {len(call.of(brokerage))}"
    except (Refused, BadInput, NotFound) as error:
        return f"{type(error).__name__}: {error}"


def history_of(brokerage: Brokerage) -> list[str]:
    """Every entry's bytes, but for its id and the salted digests of private texts, which are made by chance."""
    entries = zip(brokerage.history(texts=False), brokerage.store.entries(), strict=True)
    return [described(entry, state) for entry, (_, state) in entries]


def described(entry: Recorded, state: bytes) -> str:
    text = state.decode("utf-8").replace(entry.event_id, "id")
    for digest in digests_in(entry.event):
        text = text.replace(digest, "private")
    return text


def digests_in(value: Any) -> Iterator[str]:
    if isinstance(value, Withheld):
        yield value.digest
    elif isinstance(value, tuple):
        for part in value:
            yield from digests_in(part)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from digests_in(getattr(value, field.name))


def states_of(brokerage: Brokerage) -> Mapping[str, str]:
    """The state that each stream replays to."""
    store = brokerage.store
    return {
        stream: plain(replay(entry.event for entry in store.read(stream)))
        for kind, replay in FOLDS.items()
        for stream in store.streams(f"{kind}:")
    }


def plain(value: Any) -> str:
    """A state in one spelling, whatever order its sets and tables are in."""
    if attrs.has(type(value)):
        fields = (f"{field.name}={plain(getattr(value, field.name))}" for field in attrs.fields(type(value)))
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{plain(key)}: {plain(element)}' for key, element in value.items()))}}}"
    if isinstance(value, AbstractSet):
        return f"{{{', '.join(sorted(map(plain, value)))}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(plain, value))}]"
    return repr(value)


def views_of(brokerage: Brokerage) -> Mapping[str, str]:
    """Every view there is, as it is now, as it was known and as it had happened by then."""
    store = brokerage.store
    keys = {
        (projection, key)
        for projection in EVERY_PROJECTION
        for entry in store.history(texts=False)
        for key in projection.keys(entry, store)
    }
    return {
        f"{projection.name} {key} {as_at}": observed(projection, key, as_at, brokerage)
        for projection, key in keys
        for as_at in TIMES
    }


def observed(projection: Any, key: tuple[str, ...], as_at: AsAt, brokerage: Brokerage) -> str:
    try:
        return canonical_bytes(projection.live(brokerage.store, key, as_at=as_at)).decode("utf-8")
    except NotFound as error:
        return str(error)


def digest_of(part: object) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode("ascii")).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
