"""What a rule is, and what can come of a broken one."""

import inspect
from collections.abc import Callable, Iterable
from typing import Generic, Literal, ParamSpec

import attrs

from s2ss_core.errors import BadInput, S2ssError
from s2ss_core.programmes.citation import Citation
from s2ss_core.values import Private

__all__ = ["Broken", "Despite", "Finding", "Refused", "Rule", "Severity", "every_rule", "rule"]

Severity = Literal["error", "accepted", "note"]
P = ParamSpec("P")


@attrs.frozen
class Rule(Generic[P]):
    """A predicate over plain values that is true when the rule is kept. `P` is the predicate's arguments.

    `name` is a true sentence, `requirement` says what is asked in our own words, `source` who asks it, and
    `clears` what would clear it: a text that names the predicate's arguments in braces. An advisory
    rule never refuses; an absolute one cannot be accepted despite.
    """

    code: str
    source: Citation
    clears: str
    predicate: Callable[P, bool]
    advisory: bool = False
    absolute: bool = False

    @property
    def name(self) -> str:
        return self.predicate.__name__

    @property
    def sentence(self) -> str:
        """The name as a sentence."""
        return self.name.replace("_", " ").replace(" s ", "'s ")

    @property
    def requirement(self) -> str:
        return inspect.getdoc(self.predicate) or ""

    def __call__(self, *args: P.args, **facts: P.kwargs) -> bool:
        return self.predicate(*args, **facts)

    def broken_by(self, *args: P.args, **facts: P.kwargs) -> "tuple[Broken, ...]":
        """Nothing if the facts keep the rule, else the one `Broken` that says how they do not. Facts go by keyword."""
        return (
            ()
            if self.predicate(*args, **facts)
            else (Broken(self, tuple((k, _shown(v)) for k, v in facts.items())),)
        )


@attrs.frozen
class Broken:
    """A rule, and the facts that broke it, as text."""

    rule: Rule[...]
    facts: tuple[tuple[str, str], ...]

    @property
    def clears(self) -> str:
        """What would clear it."""
        return self.rule.clears.format(**dict(self.facts))

    def __str__(self) -> str:
        facts = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in self.facts)
        return f"[{self.rule.code}] not so: {self.rule.sentence} ({facts}). {self.clears} Source: {self.rule.source}."


class Refused(S2ssError):
    """A decision or fact that rules stand in the way of; `broken` carries every one of them. Nothing was recorded."""

    def __init__(self, asked: str, broken: Iterable[Broken], *, despite: bool) -> None:
        self.asked = asked
        self.broken = tuple(broken)
        count = "1 rule stands" if len(self.broken) == 1 else f"{len(self.broken)} rules stand"
        lines = [f"Refused to {asked}: {count} in the way.", *(f"  - {broken}" for broken in self.broken)]
        if despite:
            lines.append(
                "  If it happened all the same, record it with despite: a reason, and who accepts it (not the one who"
                " records it)."
            )
        super().__init__("\n".join(lines))


@attrs.frozen(kw_only=True)
class Despite:
    """Why a fact is recorded although it breaks rules, and who accepts that. Raises `BadInput` where one is blank."""

    reason: str
    accepted_by: str

    def __attrs_post_init__(self) -> None:
        if not self.reason.strip():
            raise BadInput("despite: give the reason why it is recorded all the same")
        if not self.accepted_by.strip():
            raise BadInput("despite: say who accepts it, by an id")


@attrs.frozen(kw_only=True)
class Finding:
    """What a replay shows to be against a rule. Only an `error` stops a certificate."""

    severity: Severity
    code: str
    rule: str
    facts: tuple[tuple[str, str], ...]
    position: int
    reason: Private | None = None
    accepted_by: str | None = None


_rules: dict[str, Rule[...]] = {}


def rule(
    code: str, source: Citation, *, clears: str, advisory: bool = False, absolute: bool = False
) -> Callable[[Callable[P, bool]], Rule[P]]:
    """Make a predicate a rule with a stable code, a citation and what would clear it."""

    def register(predicate: Callable[P, bool]) -> Rule[P]:
        if code in _rules:
            raise TypeError(f"{code} is already {_rules[code].name}")
        made = Rule(code, source, clears, predicate, advisory, absolute)
        _rules[code] = made
        return made

    return register


def every_rule() -> tuple[Rule[...], ...]:
    """Every rule, in order of code. Import `s2ss_core.rules` first: that registers them."""
    return tuple(_rules[code] for code in sorted(_rules))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value)
