"""The findings of an audit, as text."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.audit import Finding
from s2ss_core.cli.show.console import heading, words

MOST_FINDINGS = 50
MARKS = {"error": ("!", "red"), "accepted": ("~", "yellow"), "note": ("·", "")}
NAMES = {"error": ("error", "errors"), "accepted": ("accepted", "accepted"), "note": ("note", "notes")}


def show_findings(console: Console, findings: Sequence[Finding], upto: int) -> None:
    """How many there are of each severity, then each with its entries, its source and who accepted it."""
    counts = Counter(found.severity for found in findings)
    count = ", ".join(
        f"{number:,} {NAMES[severity][number != 1]}"
        for severity in ("error", "accepted", "note")
        if (number := counts[severity])
    )
    heading(
        console,
        f"{count[0].upper()}{count[1:]}." if count else "Nothing is found.",
        f"{upto:,} entries were audited. An error stops a certificate; what was accepted was recorded despite a rule.",
    )
    for found in findings[:MOST_FINDINGS]:
        _show(console, found)
    if len(findings) > MOST_FINDINGS:
        console.print(Text(f"and {len(findings) - MOST_FINDINGS:,} more: --format json shows all"))


def _show(console: Console, found: Finding) -> None:
    mark, style = MARKS[found.severity]
    at = f"position{'s' if len(found.positions) > 1 else ''} {', '.join(map(str, found.positions))}"
    console.print(Text(f"{mark} [{found.rule}] {found.says}", style=style))
    console.print(Text(f"    {at} of {found.stream}", style="dim"))
    if found.despite:
        reason = words(found.despite.reason)
        console.print(Text(f"    accepted by {found.despite.accepted_by}: {reason}", style="dim"))
    console.print(Text(f"    {found.citation}", style="dim"))
