"""What a verification found."""

from dataclasses import dataclass, field


class Unreadable(Exception):
    """The bundle, or a file given with it, cannot be read at all. The text says why."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong. `code` is the number of a rule, or a word for what failed; `position` is of the entry."""

    code: str
    says: str
    position: int | None = None

    def __str__(self) -> str:
        place = "" if self.position is None else f"position {self.position}: "
        return f"{self.code}: {place}{self.says}"


@dataclass
class Report:
    """What was checked, what is wrong, and what the checks do not show."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def wrong(self, code: str, says: str, position: int | None = None) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, says, position))

    def count(self, what: str, number: int = 1) -> None:
        """Count what was checked."""
        self.checked[what] = self.checked.get(what, 0) + number
