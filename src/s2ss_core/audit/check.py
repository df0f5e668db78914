"""The register of checks: each names the rule that it holds history against, and the events or streams it looks at.

A check is a generator. It yields a `Breach` for each breach that it finds, and nothing where the rule is met.
"""

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from s2ss_core.audit.book import Book
from s2ss_core.audit.finding import FactTexts, Finding, Severity, sentence_and_source
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.rules import every_rule
from s2ss_core.rules.facts import facts_in_words, text_of
from s2ss_core.values import Money

__all__ = [
    "BookCheck",
    "Breach",
    "EntryCheck",
    "Given",
    "HindsightCheck",
    "Requirement",
    "as_money",
    "book_checks",
    "check",
    "check_book",
    "check_in_hindsight",
    "checked_codes",
    "entry_checks",
    "finding_of",
    "hindsight_checks",
    "requirement",
]


@attrs.frozen(kw_only=True)
class Requirement:
    """What a check holds history against: a rule, or a requirement of the audit's own such as an equation."""

    code: str
    sentence: str
    citation: str
    severity: Severity = "error"


@attrs.frozen(init=False)
class Breach:
    """The facts that break a rule, and the positions of other entries that show it.

    `at` is the entry that breaks it, if it is another one than the one looked at. `severity` is given where it differs
    from that of the rule.
    """

    facts: FactTexts
    positions: tuple[int, ...]
    at: int | None
    says: str | None
    severity: Severity | None

    def __init__(
        self,
        *,
        positions: tuple[int, ...] = (),
        at: int | None = None,
        says: str | None = None,
        severity: Severity | None = None,
        **facts: Any,
    ) -> None:
        shown = tuple((name, text_of(value)) for name, value in facts.items())
        self.__attrs_init__(shown, positions, at, says, severity)


def as_money(pence: int) -> Money:
    """A sum of recorded sums, to show: nonsense may come to more than can be recorded, and is shown all the same."""
    return Money() + pence


Given = Callable[[Prefix], tuple[Any, ...] | None]
"""Gives what checks are called with after the event, from history before the entry; none if they have nothing to look at."""

EntryCheck = Callable[..., Iterable[Breach]]
"""A check of an entry: called with its event, and with what it is given, which is history before the entry itself."""

BookCheck = Callable[[Book, Record], Iterable[Breach]]
"""A check of a whole stream as it stands at the end of the history that was read."""

HindsightCheck = Callable[[Any, Book, Record], Iterable[Breach]]
"""A check of an entry, asked at the end: called with its event, the book of its stream and the whole record."""

entry_checks: dict[type, dict[Given, list[tuple[Requirement, EntryCheck]]]] = {}
"""The checks of each event class, by what they are given, so that it is looked up once an entry."""

book_checks: dict[str, list[tuple[Requirement, BookCheck]]] = {}
hindsight_checks: dict[type, list[tuple[Requirement, HindsightCheck]]] = {}
_codes: set[str] = set()
_own: dict[str, Requirement] = {}


def requirement(code: str, sentence: str, citation: str, severity: Severity = "error") -> Requirement:
    """Enter a requirement that no rule states, such as an equation or a form, for `check` to name by its code."""
    made = Requirement(code=code, sentence=sentence, citation=citation, severity=severity)
    if code in _own:
        raise TypeError(f"{code} is already the code of a requirement")
    _own[code] = made
    return made


def _the_prefix(prefix: Prefix) -> tuple[Prefix]:
    return (prefix,)


def check(code: str, *event_classes: type, given: Given = _the_prefix) -> Callable[[EntryCheck], EntryCheck]:
    """Register a check of every entry with an event of these classes, under the code of its rule."""

    def register(made: EntryCheck) -> EntryCheck:
        for event_class in event_classes:
            of_class = entry_checks.setdefault(event_class, {})
            of_class.setdefault(given, []).append((_of(code), made))
        return made

    return register


def check_book(code: str, kind: str) -> Callable[[BookCheck], BookCheck]:
    """Register a check of every stream of a kind, such as `deployment`, as it stands at the end."""

    def register(made: BookCheck) -> BookCheck:
        book_checks.setdefault(kind, []).append((_of(code), made))
        return made

    return register


def check_in_hindsight(code: str, *event_classes: type) -> Callable[[HindsightCheck], HindsightCheck]:
    """Register a check that is asked again at the end of every entry with an event of these classes that stands."""

    def register(made: HindsightCheck) -> HindsightCheck:
        for event_class in event_classes:
            hindsight_checks.setdefault(event_class, []).append((_of(code), made))
        return made

    return register


def checked_codes() -> frozenset[str]:
    """The codes of the rules and requirements that have a check."""
    return frozenset(_codes)


def finding_of(needed: Requirement, breach: Breach, *, stream: str, position: int) -> Finding:
    """The finding of a breach in a stream; `position` is that of the entry looked at."""
    facts = facts_in_words(breach.facts)
    return Finding(
        severity=breach.severity or needed.severity,
        rule=needed.code,
        sentence=needed.sentence,
        citation=needed.citation,
        positions=tuple(dict.fromkeys((breach.at or position, *breach.positions))),
        stream=stream,
        facts=breach.facts,
        says=breach.says or f"Not met: {needed.sentence}{f' ({facts})' if facts else ''}.",
    )


def _of(code: str) -> Requirement:
    _codes.add(code)
    if code in _own:
        return _own[code]
    known = sentence_and_source(code)
    if known is None:
        raise TypeError(f"no rule has the code {code}")
    advisory = any(rule.code == code and rule.advisory for rule in every_rule())
    return Requirement(
        code=code, sentence=known[0], citation=known[1], severity="note" if advisory else "error"
    )
