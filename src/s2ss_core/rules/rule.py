"""What a rule is: a predicate with a code, a source, and what to do when it is not met."""

import inspect
from collections.abc import Callable, Mapping
from typing import Generic, ParamSpec

import attrs

from s2ss_core.programmes.citation import Citation
from s2ss_core.rules.facts import facts_in_words, text_of

__all__ = ["Broken", "Rule", "every_rule", "rule"]

P = ParamSpec("P")
NOTHING = "£0.00"


@attrs.frozen
class Case:
    """What to do if a fact has this value, shown as text. `£0.00` stands for sums below it too."""

    fact: str
    value: str
    clears: str

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Whether the fact has the value."""
        shown = facts[self.fact]
        return shown == self.value or (self.value == NOTHING and shown.startswith("-"))


@attrs.frozen
class Rule(Generic[P]):
    """A predicate over plain values that is true when the rule is met. `P` is the predicate's arguments.

    `name` is a true sentence, `title` the same with its capitals and commas if it has any. `requirement` states the
    rule in our own words, and `source` cites where it comes from. `clears` says how to meet it: a text that names the
    predicate's arguments in braces; the first of the `cases` that applies replaces it. An advisory rule never refuses;
    an absolute rule cannot be accepted despite. What is recorded despite a rule of workload stays eligible: how many days a
    school releases its leader for is no condition of the money.
    """

    code: str
    source: Citation
    clears: str
    predicate: Callable[P, bool]
    title: str | None = None
    cases: tuple[Case, ...] = ()
    advisory: bool = False
    absolute: bool = False
    workload: bool = False

    @property
    def name(self) -> str:
        return self.predicate.__name__

    @property
    def sentence(self) -> str:
        """The title, or the name as a sentence."""
        return self.title or self.name.replace("_", " ")

    @property
    def requirement(self) -> str:
        return inspect.getdoc(self.predicate) or ""

    def __call__(self, *args: P.args, **facts: P.kwargs) -> bool:
        return self.predicate(*args, **facts)

    def broken_by(self, *args: P.args, **facts: P.kwargs) -> "tuple[Broken, ...]":
        """Nothing if the facts meet the rule, else one `Broken` with the facts as text. Give facts by keyword."""
        if self.predicate(*args, **facts):
            return ()
        return (Broken(self, tuple((name, text_of(value)) for name, value in facts.items())),)


@attrs.frozen
class Broken:
    """A rule that is not met, and the facts that show it, as text."""

    rule: Rule[...]
    facts: tuple[tuple[str, str], ...]

    @property
    def clears(self) -> str:
        """How to meet the rule."""
        facts = dict(self.facts)
        fitting = (case.clears for case in self.rule.cases if case.applies(facts))
        return next(fitting, self.rule.clears).format(**facts)

    def __str__(self) -> str:
        facts = facts_in_words(self.facts)
        not_met = f"Not met ({facts})." if facts else "Not met."
        rule = self.rule
        return f"[{rule.code}] Rule: {rule.sentence}. {not_met} {self.clears} Source: {rule.source}."


_rules: dict[str, Rule[...]] = {}


def rule(
    code: str,
    source: Citation,
    *,
    clears: str,
    title: str | None = None,
    cases: tuple[Case, ...] = (),
    advisory: bool = False,
    absolute: bool = False,
    workload: bool = False,
) -> Callable[[Callable[P, bool]], Rule[P]]:
    """Make a predicate a rule with a stable code, a source and how to meet it."""

    def register(predicate: Callable[P, bool]) -> Rule[P]:
        if code in _rules:
            raise TypeError(f"{code} is already {_rules[code].name}")
        made = Rule(code, source, clears, predicate, title, cases, advisory, absolute, workload)
        _rules[code] = made
        return made

    return register


def every_rule() -> tuple[Rule[...], ...]:
    """Every rule, in order of code. Import `s2ss_core.rules` first: that registers them."""
    return tuple(_rules[code] for code in sorted(_rules))
