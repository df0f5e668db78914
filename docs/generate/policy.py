"""The pages of the commands, the rules, the invariants and the programmes."""

import inspect
from collections.abc import Iterator

from docs.generate.pages import entries_of
from s2ss_core.application import Command, Commands
from s2ss_core.programmes import Programme, shipped, shipped_checklists
from s2ss_core.rules import every_rule
from s2ss_core.testing.invariants import every_invariant

STAGES = {
    "B": "Brokering", "P": "Planning", "A": "Agreement", "N": "Renegotiation", "S": "Support", "R": "Reporting",
    "M": "Money", "E": "Ending", "X": "Corrections", "Y": "The leader's year", "G": "The grant", "C": "The claim",
    "O": "The organisation", "L": "The system leader",
}  # fmt: skip


def commands() -> Iterator[str]:
    """Every command of a brokerage with its arguments."""
    yield "# Commands\n\nEvery command of a `Brokerage`. Give the id of the deployment, grant or leader first or by keyword, and"
    yield "everything else by keyword. {doc}`events` says what each field is. Each command also has `.why_not(…)`. A command that"
    yield "records a fact has `.despite(Despite(…), …)`.\n"
    for name, command in vars(Commands).items():
        if isinstance(command, Command):
            usage, *optional = command.takes.usage(name).split("\n\n")
            yield f"## `{name}`\n\n{inspect.getdoc(command.event)}\n\n`{usage}`\n"
            yield from (f"{text}\n" for text in optional)
            yield f"Records {command.event.__name__}.\n"


def rules() -> Iterator[str]:
    """Every rule with its sentence, requirement and source."""
    yield "# Rules\n\nThe name of a rule is a sentence that is true when the rule is met. An *advisory* rule gives a note and never"
    yield "refuses. A fact that does not meet an *absolute* rule cannot be recorded despite it.\n"
    letter = ""
    for rule in every_rule():
        if rule.code[5] != letter:
            letter = rule.code[5]
            yield f"## {STAGES[letter]}\n"
        kind = " *Advisory.*" if rule.advisory else " *Absolute.*" if rule.absolute else ""
        yield f"**{rule.code}: {rule.sentence}.** {rule.requirement}{kind}\n\n: Source: {rule.source}\n"
    yield "## Names of the room\n\nImport them from `s2ss_core.rules`. `Refused` is among the {doc}`errors`.\n"
    yield from entries_of("s2ss_core.rules")


def invariants() -> Iterator[str]:
    """Every invariant with its sentence, its meaning and the rules it follows from."""
    yield "# Invariants\n\nAn invariant is true of every history that commands can make, in whatever order. Import each by its name from"
    yield "`s2ss_core.testing.invariants`. Call it with a brokerage to get its objections, or call its `check` to raise them."
    yield "{doc}`../how-to/test-what-you-build` shows how.\n"
    for invariant in every_invariant():
        yield f"## `{invariant.name}`\n\n{invariant.meaning}\n"
        yield f"Follows from: {', '.join(invariant.codes) or 'how the record is kept, and from no rule of its own'}.\n"


def programmes() -> Iterator[str]:
    """Every shipped programme with its numbers and their sources."""
    yield "# Programmes\n\nThe programmes that come with the library. Each number names its source.\n"
    for programme in shipped():
        yield from _programme(programme)
    yield from _checklists()
    yield "## Names of the room\n\nImport them from `s2ss_core.programmes`. The fields of the classes are the keys of a programme file.\n"
    yield from entries_of("s2ss_core.programmes")


def _checklists() -> Iterator[str]:
    yield "## Checklists\n\nThe lists that come with the library. A programme asks for one by its id: {doc}`../how-to/write-a-programme` shows"
    yield "how. No shipped programme asks for one: what a deployment was brokered under never changes.\n"
    for checklist in shipped_checklists():
        yield f"### {checklist.id}\n\n{checklist.title}. Source: {checklist.source}.\n\n| item | says | source |\n|---|---|---|"
        yield from (f"| `{item.id}` | {item.text} | {item.source} |" for item in checklist.items)
        yield ""


def _programme(programme: Programme) -> Iterator[str]:
    yield f"## {programme.name}, version {programme.version}\n"
    yield f"{programme.title}. From {programme.document}. In force from {programme.effective_from}.\n"
    yield f"Cap: {programme.cap.days.value} days in a cap year. Source: {programme.cap.days.source}.\n"
    if programme.cap.without:
        yield f"No cap: {', '.join(programme.cap.without.value)}. Source: {programme.cap.without.source}.\n"
    if programme.rates:
        yield "| rate | per | from | source |\n|---|---|---|---|"
    for rate in programme.rates:
        yield f"| {rate.amount} {rate.kind}{f', {rate.band}' if rate.band else ''} | {rate.unit} | {rate.since} | {rate.source} |"
    yield "\n| unit | days of a leader's year | source |\n|---|---|---|"
    for capacity in programme.capacity:
        yield f"| {capacity.unit} | {capacity.days} | {capacity.source} |"
    if programme.rhythms:
        yield "\n| held again and again | once a | source |\n|---|---|---|"
    for rhythm in programme.rhythms:
        yield f"| {rhythm.kind} | {rhythm.every} | {rhythm.source} |"
    for terms in programme.funding:
        yield f"\n### {programme.name}: {terms.kind} funding\n"
        yield f"Approves the plan: {terms.approver or 'nobody'}. Judges progress: {', '.join(terms.judges) or 'nobody'}. Paid:"
        yield f"{', '.join(terms.payees) or 'nobody'}. Gates of a release: {', '.join(terms.gates) or 'none'}. Further gates of"
        yield f"the last release: {', '.join(terms.last_gates) or 'none'}. Source: {terms.source}.\n"
        for flow in terms.flows:
            payer, payee, how = (" or ".join(words) for words in (flow.paid_by, flow.paid_to, flow.how))
            yield f"- `{flow.id}` ({flow.kind}): {payer} pays {payee} {flow.what}, {flow.when}, by {how} ({flow.source})"
    yield ""
