"""The page of the policies: where the source documents contradict each other, and which key of a programme settles it."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

FILE = Path(__file__).resolve().parent.parent / "policies" / "contradictions.toml"
IDS = tuple(f"C{number}" for number in range(1, 31))


@attrs.frozen(kw_only=True)
class Trial:
    """One value of a policy: the settings that make it, the history that it is tried on, and what comes of it.

    `until` names the command before which people are asked what they owe; without it, the history is held against the rules.
    """

    value: str
    history: str
    settings: Mapping[str, Any]
    until: str = ""
    then: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Contradiction:
    """A question that the sources answer in several ways or not at all, and what the library does about it."""

    id: str
    question: str
    sources: tuple[str, ...]
    keys: tuple[str, ...]
    default: str
    trials: tuple[Trial, ...]
    reason: str = ""


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Every contradiction and gap, in order of number."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["contradiction"]
    return tuple(
        Contradiction(
            id=row["id"],
            question=row["question"],
            sources=tuple(row["sources"]),
            keys=tuple(row["keys"]),
            default=row["default"],
            reason=row.get("reason", ""),
            trials=tuple(
                Trial(
                    value=value["value"],
                    history=value["history"],
                    settings=value["set"],
                    until=value.get("until", ""),
                    then=tuple(value.get("then", ())),
                )
                for value in row.get("values", ())
            ),
        )
        for row in rows
    )


def policies() -> Iterator[str]:
    """Every contradiction with its keys, its default and its values."""
    yield "# Policies\n\nThe source documents contradict each other, and leave gaps. Where they do, a programme says what holds: each line"
    yield "below names the keys of a programme file that say it, and what each value makes of one and the same history. Where there is no"
    yield "key, the reason stands beside it. {doc}`../how-to/write-a-programme` explains the file. {doc}`../how-to/compare-two-programmes`"
    yield "says how to try another value on a history of your own.\n"
    for each in contradictions():
        yield from _contradiction(each)


def _contradiction(each: Contradiction) -> Iterator[str]:
    yield f"## {each.id}. {each.question}\n"
    yield f"Sources: {'; '.join(each.sources)}.\n"
    yield f"Keys: {', '.join(f'`{key}`' for key in each.keys) or 'none'}. Default: {each.default}."
    yield f"{each.reason}\n" if each.reason else ""
    if each.trials:
        yield "| value | tried on | what comes of it |\n|---|---|---|"
        yield from (f"| {trial.value} | {trial.history} | {_then(trial)} |" for trial in each.trials)
        yield ""


def _then(trial: Trial) -> str:
    return "<br>".join(trial.then) or "as it was recorded"
