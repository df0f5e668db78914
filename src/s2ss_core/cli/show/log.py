"""The deployment log as text."""

import datetime as dt

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, pounds, row, table, units, words
from s2ss_core.projections import DeploymentLog
from s2ss_core.projections.deployment_log import Entry
from s2ss_core.projections.engine.as_at import london_day
from s2ss_core.rules import Finding, every_rule
from s2ss_core.rules.facts import facts_in_words


def show_log(
    console: Console, log: DeploymentLog, *, by: dt.date, when: str = "", texts: bool = False
) -> None:
    """Everything that happened, what was planned against it, and what was due by a day and is missing."""
    periods, parties = log.periods, log.parties
    school = parties.supported_school.id if parties.supported_school else "–"
    heading(
        console,
        f"Deployment Log {log.deployment}",
        f"{log.programme}, {parties.funding} funding; {day(periods.support_from)} to {day(periods.support_to)}"
        + (", ended" if periods.support_ended else ""),
        f"Supported school {school}; leaders {', '.join(parties.leaders)}; QA Lead {parties.qa_lead or '–'}"
        + (f"; {when}" if when else ""),
    )
    show_entries(console, log.entries, texts=texts)
    _lines(console, log)
    _findings(console, log)
    _missing(console, log, by)


def show_entries(console: Console, entries: tuple[Entry, ...], *, texts: bool = False) -> None:
    """One line an entry; those struck out are struck through."""
    made = table("Happened", "What", "By", "Position", right=(3,))
    for entry in entries:
        late = london_day(entry.recorded_at)
        says = entry.says if late == entry.on else f"{entry.says} (recorded {day(late)})"
        if texts:
            says = "\n".join([says, *(f"  {text.field[1:]}: {words(text.text)}" for text in entry.texts)])
        if entry.struck_out:
            says += f" – struck out {day(entry.struck_out.on)}: {entry.struck_out.cause}"
        style = "strike dim" if entry.struck_out else None
        row(made, day(entry.on), says, entry.recorded_by, entry.position, style=style)
    console.print(made)


def _lines(console: Console, log: DeploymentLog) -> None:
    if not log.lines:
        return
    made = table("Line", "", "Planned", "Actual", "Approved", "Eligible", "Left", right=(2, 3, 4, 5, 6),
                 title="Planned against actual")  # fmt: skip
    for line in log.lines:
        row(
            made, line.line, line.description or "–", units(line.planned, line.unit), units(line.actual, line.unit),
            pounds(line.approved), pounds(line.eligible), pounds(line.variance),
        )  # fmt: skip
    console.print(made)


def _findings(console: Console, log: DeploymentLog) -> None:
    sentences = {rule.code: rule.sentence for rule in every_rule()}
    for finding in log.findings:
        sentence = sentences.get(finding.code, finding.rule.replace("_", " "))
        console.print(Text(_finding(finding, sentence), style="yellow"))
    for note in log.notes:
        console.print(Text(f"note: {note.says}", style="dim"))


def _finding(finding: Finding, sentence: str) -> str:
    facts = "; ".join(filter(None, (facts_in_words(finding.facts), f"position {finding.position}")))
    accepted = f"; accepted by {finding.accepted_by}: {words(finding.reason)}" if finding.accepted_by else ""
    return f"{finding.severity}: [{finding.code}] not met: {sentence} ({facts}){accepted}"


def _missing(console: Console, log: DeploymentLog, by: dt.date) -> None:
    for missing in log.missing_by(by):
        term = f" of {missing.term.title}" if missing.term else ""
        console.print(
            Text(
                f"missing: {missing.what}{term}, due {day(missing.due)}, waits on {', '.join(missing.waits_on)}",
                style="red",
            )
        )
