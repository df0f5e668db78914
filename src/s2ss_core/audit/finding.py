"""A finding: what the audit has to say of an entry or of the history, as data and as one plain sentence."""

from collections.abc import Iterable
from typing import Any, Literal

import attrs

from s2ss_core.rules import every_rule
from s2ss_core.values import Person, Private

__all__ = ["SEVERITIES", "Despite", "FactTexts", "Finding", "Severity", "in_order", "sentence_and_source"]

Severity = Literal["error", "accepted", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "accepted", "note")
"""The severities, the gravest first."""

FactTexts = tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Despite:
    """Why a fact was recorded although it breaks a rule, and who accepted that."""

    reason: Private
    accepted_by: Person


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that history shows to be against a rule, or out of form.

    `rule` is the code of the rule or of the check of form, `sentence` what is true when it is met, `citation` where it
    comes from. `positions` are the entries concerned, the one that breaks the rule first. `facts` show the breach, as
    names and texts. `says` tells it in one sentence. Only an `error` stops a certificate.
    """

    severity: Severity
    rule: str
    sentence: str
    citation: str
    positions: tuple[int, ...]
    stream: str = ""
    facts: FactTexts = ()
    despite: Despite | None = None
    says: str = ""

    @property
    def position(self) -> int:
        """The position of the entry that breaks the rule; 0 for the history as a whole."""
        return self.positions[0] if self.positions else 0

    def as_data(self) -> dict[str, Any]:
        """The finding as plain values that JSON can hold."""
        accepted = self.despite and {
            "reason": str(self.despite.reason),
            "accepted_by": self.despite.accepted_by.person,
        }
        return {
            "severity": self.severity,
            "rule": self.rule,
            "sentence": self.sentence,
            "citation": self.citation,
            "stream": self.stream,
            "positions": list(self.positions),
            "facts": dict(self.facts),
            "despite": accepted or None,
            "says": self.says,
        }


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the gravest first, then in the order of history."""
    return tuple(
        sorted(findings, key=lambda found: (SEVERITIES.index(found.severity), found.position, found.rule))
    )


def sentence_and_source(code: str) -> tuple[str, str] | None:
    """What is true when a rule is met, and where it comes from; None for a code that no rule has."""
    for rule in every_rule():
        if rule.code == code:
            return rule.sentence, str(rule.source)
    return None
