"""The pages of the reference as the code makes them. `make golden` writes them; a test fails when they are out of date."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs

from s2ss_core.application import Command, Commands
from s2ss_core.events import derived_fields, registered
from s2ss_core.programmes import Programme, shipped
from s2ss_core.rules import every_rule
from s2ss_core.testing.invariants import every_invariant

STAGES = {
    "B": "Brokering", "P": "Planning", "A": "Agreement", "S": "Support", "R": "Reporting", "M": "Money",
    "E": "Ending", "X": "Mending", "Y": "The leader's year", "G": "The grant", "C": "The claim",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    makers = {
        "events.md": events, "rules.md": rules, "programmes.md": programmes, "commands.md": commands,
        "invariants.md": invariants,
    }  # fmt: skip
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def events() -> Iterator[str]:
    """Every event with its stored name and fields."""
    yield "# Events\n\nWhat happened, by stored name. Fields marked *private* are stored as a salted digest, with the"
    yield "text in a column that can be erased; fields marked *filled in* are left to the library.\n"
    for stored, cls in registered():
        yield f"## `{stored.name}` version {stored.version}: {cls.__name__}\n"
        yield f"{inspect.getdoc(cls)}\n"
        yield f"Told once by: {', '.join(stored.natural_key)}.\n"
        yield from _fields(cls)


def _fields(cls: type) -> Iterator[str]:
    hints = get_type_hints(cls)
    yield "| field | type | |\n|---|---|---|"
    for field in attrs.fields(cls):  # type: ignore[arg-type]
        notes = ["may be left out"] if field.default is not attrs.NOTHING else []
        notes += ["filled in"] if field.name in derived_fields(cls) else []
        yield f"| `{field.name}` | {_spelled(hints[field.name])} | {', '.join(notes)} |"
    yield ""


def _spelled(hint: Any) -> str:
    name = getattr(hint, "__name__", "")
    if name == "Private":
        return "private text"
    arguments = [part for part in get_args(hint) if part not in (type(None), ...)]
    if name == "Literal" or str(hint).startswith("typing.Literal"):
        return ", ".join(f"`{argument}`" for argument in arguments)
    if name == "tuple":
        return f"any number of {_spelled(arguments[0])}"
    if arguments:
        return " or ".join(map(_spelled, arguments)) + " or none"
    return f"`{name}`"


def rules() -> Iterator[str]:
    """Every rule with its sentence, requirement and source."""
    yield "# Rules\n\nA rule's name is a sentence that is true when the rule is kept. An *advisory* rule is shown as a"
    yield "note and refuses nothing; an *absolute* one cannot be recorded despite.\n"
    letter = ""
    for rule in every_rule():
        if rule.code[5] != letter:
            letter = rule.code[5]
            yield f"## {STAGES[letter]}\n"
        kind = " *Advisory.*" if rule.advisory else " *Absolute.*" if rule.absolute else ""
        yield f"**{rule.code}: {rule.sentence}.** {rule.requirement}{kind}\n\n: Source: {rule.source}\n"


def invariants() -> Iterator[str]:
    """Every invariant with its sentence, what it says and the rules it follows from."""
    yield "# Invariants\n\nWhat holds of every history that commands can make, whatever was asked and in whatever order."
    yield "Import each by its name from `s2ss_core.testing.invariants`: called with a brokerage it gives its objections,"
    yield "and its `check` raises them. {doc}`../how-to/test-what-you-build` shows how.\n"
    for invariant in every_invariant():
        yield f"## `{invariant.name}`\n\n{invariant.meaning}\n"
        yield f"Follows from: {', '.join(invariant.codes) or 'how the record is kept; no rule of its own'}.\n"


def programmes() -> Iterator[str]:
    """Every shipped programme with its numbers and their sources."""
    yield "# Programmes\n\nThe programmes that come with the library. Each number says where it comes from.\n"
    for programme in shipped():
        yield from _programme(programme)


def _programme(programme: Programme) -> Iterator[str]:
    yield f"## {programme.name}, version {programme.version}\n"
    yield f"{programme.title}. From {programme.document}. In force from {programme.effective_from}.\n"
    yield f"Cap: {programme.cap.days.value} days a cap year. Source: {programme.cap.days.source}.\n"
    yield "| rate | a | from | source |\n|---|---|---|---|"
    for rate in programme.rates:
        yield f"| {rate.amount} {rate.kind}{f', {rate.band}' if rate.band else ''} | {rate.unit} | {rate.since} | {rate.source} |"
    yield "\n| unit | days of a leader's year | source |\n|---|---|---|"
    for capacity in programme.capacity:
        yield f"| {capacity.unit} | {capacity.days} | {capacity.source} |"
    for terms in programme.funding:
        yield f"\n### {programme.name}: {terms.kind} funding\n"
        yield f"Signs the plan off: {terms.approver}. Judges progress: {', '.join(terms.judges) or 'nobody'}. Paid:"
        yield f"{', '.join(terms.payees) or 'nobody'}. Gates of a release: {', '.join(terms.gates) or 'none'}; of the last"
        yield f"one also: {', '.join(terms.last_gates) or 'none'}. Source: {terms.source}.\n"
        for flow in terms.flows:
            yield f"- {flow.paid_by} pays {flow.paid_to} {flow.what}, {flow.when}, by {flow.how} ({flow.source})"
    yield ""


def commands() -> Iterator[str]:
    """Every command of a brokerage with its arguments."""
    yield "# Commands\n\nEvery command of a `Brokerage`. Those about a deployment or a grant take its id first. All else is"
    yield "by keyword. Beside each call stand `.why_not(…)` and, for facts, `.despite(Despite(…), …)`.\n"
    for name, command in vars(Commands).items():
        if isinstance(command, Command):
            first = "" if command.takes.has_own_id else "id, "
            asked = [
                parameter.name
                for parameter in command.takes.given.values()
                if parameter.default is parameter.empty
            ]
            given = [
                parameter.name
                for parameter in command.takes.given.values()
                if parameter.default is not parameter.empty
            ]
            yield f"## `{name}`\n\n{inspect.getdoc(command.event)}\n"
            yield (
                f"`{name}({first}{', '.join(asked)})`"
                + (f"; also: {', '.join(given)}." if given else ".")
                + "\n"
            )
