"""What is true of a certificate in hand as text."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, heading
from s2ss_core.projections import CertificateInHand

MOST = 20


def show_certificate_in_hand(console: Console, found: CertificateInHand) -> None:
    """One sentence a question: is it unchanged, who certified it, does history still give it, does it stand."""
    heading(console, f"Certificate of {found.deployment}", f"digest {found.digest}")
    for is_well, sentence in _sentences(found):
        console.print(Text(sentence, style="" if is_well else "yellow"))
    for disagreement in found.disagreements[:MOST]:
        console.print(
            Text(
                f"  {disagreement.path}: {disagreement.in_hand} in hand, {disagreement.from_history} by history"
            )
        )
    if len(found.disagreements) > MOST:
        console.print(Text(f"  … and {len(found.disagreements) - MOST} more"))


def _sentences(found: CertificateInHand) -> Iterator[tuple[bool, str]]:
    made = found.certification
    yield (
        found.unchanged,
        (
            "It is as it was made: its digest is that of what it says."
            if found.unchanged
            else "It was changed: its digest is not that of what it says."
        ),
    )
    if made is None:
        yield False, "Nobody certified a document with this digest."
    else:
        yield (
            True,
            (
                f"It was certified as {made.certificate} on {day(made.certified_on)} by"
                f" {made.certifier.person if made.certifier else '–'}."
            ),
        )
        yield made.status not in {"superseded", "outdated"}, f"Its status today is: {made.status}."
    if not found.disagreements:
        yield True, "History still gives it, value by value."
    elif found.known_form:
        yield False, f"History gives {len(found.disagreements)} of its values otherwise:"
    else:
        yield (
            False,
            "Its form is that of another version of this library. Check it with that version. It differs in:",
        )
