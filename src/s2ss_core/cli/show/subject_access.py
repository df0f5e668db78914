"""What the record holds of a person as text."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, row, table, words
from s2ss_core.events.streams import stream_kind
from s2ss_core.projections import Erasure, SubjectAccess
from s2ss_core.projections.subject_access import EntryAbout, Kept

NO_DIRECTORY = "This store has no directory: names and addresses are kept elsewhere."


def show_subject_access(console: Console, held: SubjectAccess, *, texts: bool = False) -> None:
    """The details in the directory, every entry that names the person, and until when each stream is kept."""
    count = f"{len(held.entries)} entr{'y' if len(held.entries) == 1 else 'ies'}"
    heading(
        console,
        f"{held.person}: named in {count}",
        *([f"also known as {', '.join(held.ids[1:])}"] if held.ids[1:] else []),
        *([NO_DIRECTORY] if held.details is None else []),
    )
    for details in held.details or ():
        parts = filter(None, (details.name, details.email, details.telephone))
        console.print(Text(f"directory: {details.id}: {', '.join(parts)}"))
    for entry in held.entries:
        console.print(Text(f"{entry.position}. {day(entry.on)}, {entry.stream}: {entry.name}"))
        for line in _lines(entry, texts=texts):
            console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
    _kept(console, held.kept)


def _lines(entry: EntryAbout, *, texts: bool) -> list[str]:
    named = [
        f"{mention.role} ({mention.field})" if mention.role else mention.field for mention in entry.mentions
    ]
    lines = [f"named as: {', '.join(named)}"]
    if texts:
        return lines + [f"{text.field} ({text.relation}): {words(text.text)}" for text in entry.texts]
    by_relation: dict[str, list[str]] = {}
    for text in entry.texts:
        by_relation.setdefault(text.relation, []).append(text.field)
    return lines + [
        f"private texts ({relation}): {', '.join(fields)}" for relation, fields in by_relation.items()
    ]


def _kept(console: Console, kept: tuple[Kept, ...]) -> None:
    made = table("Stream", "Kept until", "Years", right=(2,), title="What may be erased when")
    for each in kept:
        row(made, each.stream, _until(each), each.years)
    console.print(made)
    for years, source in dict.fromkeys((each.years, each.source) for each in kept):
        console.print(Text(f"{years} years: {source}", style="dim"))


def _until(kept: Kept) -> str:
    if kept.until:
        return day(kept.until)
    return f"{'award' if stream_kind(kept.stream) == 'grant' else 'deployment'} not closed"


def show_erasure(console: Console, erasure: Erasure) -> None:
    """What would be withheld, entry by entry, and which views and forms would show less."""
    heading(
        console,
        f"If erased: {erasure.texts} private text{'s'[: erasure.texts != 1]} would be withheld for good",
        "Nothing was erased. Positions, hashes, figures and documents of grant usage stay as they are.",
    )
    made = table("Position", "Stream", "Withheld afterwards", "Kept until", right=(0,))
    for entry in erasure.entries:
        row(made, entry.position, entry.stream, ", ".join(entry.withheld) or "–", _until(entry.kept))
    console.print(made)
    for view in erasure.views:
        console.print(
            Text(f"{view.projection.replace('_', ' ')} of {' '.join(view.key)}: {view.texts} texts fewer")
        )
    for form in erasure.forms:
        which = (form.chosen.of, form.chosen.leader, form.chosen.term)
        named = " ".join(str(part) for part in (form.deployment, *which) if part)
        console.print(Text(f"{form.form} of {named}: {form.texts} texts fewer"))
