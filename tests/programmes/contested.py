"""Histories with the facts that the source documents disagree about, and what comes of them under another setting."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

import attrs

from docs.generate.policies import Trial
from s2ss_core.application import Brokerage
from s2ss_core.events import (
    AgreementSigned,
    InstalmentReleased,
    InvoiceReceived,
    PlanSubmitted,
    Quantity,
    ReviewHeld,
    VisitLogged,
)
from s2ss_core.programmes import Programme
from s2ss_core.programmes.loader import from_content
from s2ss_core.testing.lifecycle import HappyPath, Runner, Scenario, World, periods_of, played
from s2ss_core.values import Days, Money
from tests.what_if.compared import EXCEED, INSTITUTE, LLF, kept

MADE_UP = {"source": "choice: a test", "since": EXCEED.effective_from.replace(year=2019)}
NAMELESS = {
    "capacity": ("source",),
    "charges": ("source",),
    "rates": ("source", "since"),
    "signatories": ("source",),
}


def content_of(programme: Programme) -> dict[str, Any]:
    """The content of a shipped programme file."""
    return tomllib.loads(
        (resources.files("s2ss_core.programmes") / f"{programme.name}.toml").read_text("utf-8")
    )


def with_settings(programme: Programme, settings: Mapping[str, Any], kind: str) -> Programme:
    """A shipped programme with other settings, by the dotted keys of its file; those of the funding are of one kind."""
    content: dict[str, Any] = {**content_of(programme), "version": "another"}
    for key, value in settings.items():
        first, *others = key.split(".")
        of_funding = first == "funding"
        table: Any = next(row for row in content["funding"] if row["kind"] == kind) if of_funding else content
        rest = others if of_funding else [first, *others]
        for name in rest[:-1]:
            table = table[name]
        if isinstance(value, list) and isinstance(table.get(rest[-1]), dict):
            table = table[rest[-1]]
            rest = [*rest, "value"]
        table[rest[-1]] = _whole(first, value)
    return from_content(content, "a programme with other settings")


def _whole(key: str, value: Any) -> Any:
    """Rows with the source and the day that a table of a test leaves out."""
    if key not in NAMELESS or not isinstance(value, list):
        return value
    return [{**{name: MADE_UP[name] for name in NAMELESS[key]}, **row} for row in value]


def _with(event: Any, **fields: Any) -> Any:
    return attrs.evolve(event, **fields)


def _changed(world: World, change: Callable[[Any], Any]) -> Brokerage:
    return kept(attrs.evolve(entry, event=change(entry.event)) for entry in world.history)


def _without_the_qa_lead(event: Any) -> Any:
    if not isinstance(event, ReviewHeld):
        return event
    return _with(event, attendees=tuple(each for each in event.attendees if each.role != "qa-lead"))


def _releasing_more(event: Any) -> Any:
    more = Money("5000.00")
    if isinstance(event, InstalmentReleased):
        return _with(event, amount=event.amount + more)
    return _with(event, net=event.net + more) if isinstance(event, InvoiceReceived) else event


def _by_journal(event: Any) -> Any:
    if not isinstance(event, InstalmentReleased):
        return event
    return _with(event, settled_by="journal", invoice=None, purchase_order=None)


def _signed_late(event: Any) -> Any:
    late = timedelta(days=90)
    return _with(event, on=event.on + late) if isinstance(event, AgreementSigned) else event


def _with_cover(event: Any) -> Any:
    if not isinstance(event, PlanSubmitted):
        return event
    lines = (attrs.evolve(line, head="cover") if line.head == "programme" else line for line in event.lines)
    return _with(event, lines=tuple(lines))


def _by_half_days(event: Any) -> Any:
    if isinstance(event, VisitLogged):
        return _with(event, unit="half-day")
    if not isinstance(event, PlanSubmitted):
        return event
    lines = (
        attrs.evolve(line, unit="half-day", rate=Money("150.00")) if line.head == "leader-days" else line
        for line in event.lines
    )
    return _with(event, lines=tuple(lines))


def _two_days_a_visit(event: Any) -> Any:
    return _with(event, quantity=Days(2)) if isinstance(event, VisitLogged) else event


def _by_invoice(event: Any) -> Any:
    return _with(event, settled_by="invoice") if isinstance(event, InstalmentReleased) else event


def _visiting(scenario: Scenario, **fields: Any) -> Brokerage:
    """A history in which one visit has other fields."""
    runner = played("log_visit", scenario)
    visit = next(call for call in HappyPath(runner.world, "d-1").due() if call.command == "log_visit")
    runner.world.clock.wait_until(visit.on)
    runner.call(visit.with_(**fields))
    return runner.world.brokerage


def _ended(scenario: Scenario) -> World:
    runner = Runner(scenario, closely=False)
    runner.go_on("d-1", 80)
    return runner.world


CHANGES: Mapping[tuple[str | None, str | None], str] = {
    (None, "error"): "{} refuses",
    ("error", None): "{} no longer refuses",
    (None, "note"): "{} gives a note",
    ("note", "note"): "{} gives another note",
}
HANDBOOK = Scenario()
TWO_TERMS = Scenario(terms=periods_of(EXCEED)[1])
PROTOCOLS = Scenario(programme=LLF)
SCENARIOS: Mapping[str, Scenario] = {
    "handbook": HANDBOOK,
    "two-terms": TWO_TERMS,
    "institute": Scenario(programme=INSTITUTE),
    "protocols": PROTOCOLS,
    "member": Scenario(paid_by_journal=True),
}
CONTESTED: Mapping[str, tuple[str, Callable[[], Brokerage]]] = {
    "handbook-without-qa-lead-at-review": (
        "handbook",
        lambda: _changed(_ended(HANDBOOK), _without_the_qa_lead),
    ),
    "handbook-released-too-much": ("handbook", lambda: _changed(_ended(HANDBOOK), _releasing_more)),
    "handbook-by-journal-to-a-stranger": ("handbook", lambda: _changed(_ended(HANDBOOK), _by_journal)),
    "handbook-signed-late": ("handbook", lambda: _changed(_ended(HANDBOOK), _signed_late)),
    "handbook-with-preparation": (
        "handbook",
        lambda: _visiting(
            HANDBOOK,
            unit="half-day",
            quantity=Days(1),
            preparation=Quantity(unit="half-day", quantity=Days(1)),
        ),
    ),
    "handbook-with-hours": ("handbook", lambda: _visiting(HANDBOOK, unit="hour", quantity=Days(3))),
    "handbook-with-cover": ("handbook", lambda: _changed(_ended(HANDBOOK), _with_cover)),
    "handbook-with-two-days-a-visit": ("handbook", lambda: _changed(_ended(HANDBOOK), _two_days_a_visit)),
    "member-by-invoice": ("member", lambda: _changed(_ended(SCENARIOS["member"]), _by_invoice)),
    "protocols-by-half-days": ("protocols", lambda: _changed(_ended(PROTOCOLS), _by_half_days)),
}


@cache
def history_of(name: str) -> Brokerage:
    """A history by its name."""
    return CONTESTED[name][1]() if name in CONTESTED else _ended(SCENARIOS[name]).brokerage


def scenario_of(name: str) -> Scenario:
    """The scenario of a history."""
    return SCENARIOS[CONTESTED[name][0] if name in CONTESTED else name]


def outcome(trial: Trial) -> tuple[str, ...]:
    """What another setting would make of a history, or would have people owe: each difference, in words."""
    scenario = scenario_of(trial.history)
    programme = with_settings(scenario.programme, trial.settings, scenario.funding)
    if trial.until:
        before, after = (
            _dues(attrs.evolve(scenario, programme=each), trial.until)
            for each in (scenario.programme, programme)
        )
        return tuple(
            sorted(
                [*(f"no more {due}" for due in before - after), *(f"owes {due}" for due in after - before)]
            )
        )
    return tuple(dict.fromkeys(sorted(_verdicts(trial.history, programme))))


def _verdicts(name: str, programme: Programme) -> Iterator[str]:
    found = history_of(name).what_if("d-1", programme)
    for verdict in found.verdicts:
        if verdict.rule.startswith("EQ-"):
            continue
        if verdict.rule.startswith("LINK-"):
            yield f"other days count ({verdict.rule})"
        else:
            yield CHANGES[verdict.pinned, verdict.other].format(verdict.rule)
    for figure in found.figures:
        if figure.path.startswith(("amounts.", "legs[")):
            yield f"{figure.path}: {figure.pinned} to {figure.other}"


def _dues(scenario: Scenario, until: str) -> set[str]:
    runner = played(until, scenario)
    return {
        f"{due.what} by {due.due}, from {' and '.join(due.waits_on)}"
        for due in runner.world.brokerage.whats_due("d-1").dues
    }
