"""How the facts of a rule are shown: values as text, and names as people say them."""

from collections.abc import Iterable

__all__ = ["facts_in_words", "text_of"]

LABELS = {
    "after": "comes after",
    "asked": "asked for",
    "errors": "open errors",
    "held": "review held on",
    "joined": "joined on",
    "notice": "working days needed",
    "of": "evidence of",
    "on": "date",
    "open_ones": "open instalments",
    "outside": "costs outside it",
    "qa_funding": "QA funding",
    "qa_lead": "QA Lead",
    "role_asked": "role needed",
    "short": "spent",
    "standing": "certificate that stands",
    "waiting": "version that waits",
    "without": "missing for",
    "worked": "days worked",
    "wrong": "wrong lines",
}
"""Names that people would say otherwise. The names themselves are stored with facts accepted despite a rule."""

# Their "no" says only that the rule is not met, or the advice repeats them.
VERDICTS = frozenset(
    {"differs", "found", "kept", "last_waits", "made", "priced", "releases", "stands", "taken", "written"}
)


def facts_in_words(facts: Iterable[tuple[str, str]]) -> str:
    """Names and values as people say them, such as `QA Lead: qa-3; date: 2024-01-16`."""
    return "; ".join(
        f"{LABELS.get(name, name.replace('_', ' '))}: {value}"
        for name, value in facts
        if name not in VERDICTS
    )


def text_of(value: object) -> str:
    """A value as text: yes or no, none, several sorted and with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value)
