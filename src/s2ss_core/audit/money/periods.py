"""The money of a period: costs by their day, releases and recoveries by theirs, and what is owed when it begins and ends."""

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from s2ss_core.audit.money.award_account import AwardAccount
from s2ss_core.audit.money.charged import Charged
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.settled import settled_on
from s2ss_core.audit.money.sums import Sums
from s2ss_core.programmes import Programme

__all__ = [
    "PeriodFigures", "Within", "allocated_by", "committed_by", "eligible_by", "figures_within", "first_day_of", "spent_in", "term_on", "year_from_april",
    "year_from_september",
]  # fmt: skip

Within = Callable[[date], bool]


def term_on(programme: Programme, day: date) -> str:
    """The term that a day is in, as the programme divides the year for money: `2024-spring`."""
    for span in programme.terms:
        if (span.first_month, span.first_day) <= (day.month, day.day) <= (span.last_month, span.last_day):
            return f"{day.year}-{span.season}"
    return f"{day.year}"


def first_day_of(programme: Programme, period: str) -> date:
    """The first day of a term or a year by its name: `2024-spring`, `2023-24` from April or `2023/24` from September."""
    year, name = int(period[:4]), period[5:]
    if period[4:5] == "/":
        return date(year, 9, 1)
    span = next((span for span in programme.terms if span.season == name), None)
    return date(year, span.first_month, span.first_day) if span else date(year, 4, 1)


def year_from_april(day: date) -> str:
    """The financial year from 1 April to 31 March that a day is in: `2023-24`."""
    first = day.year - (day.month < 4)
    return f"{first}-{(first + 1) % 100:02}"


def year_from_september(day: date) -> str:
    """The year from 1 September to 31 August that a day is in, academic and of academy trusts: `2023/24`."""
    first = day.year - (day.month < 9)
    return f"{first}/{(first + 1) % 100:02}"


@attrs.frozen(kw_only=True)
class PeriodFigures:
    """owed_at_start + eligible = released − recovered + settled + owed_at_end, in pence; overpaid counts as owed below nought."""

    spent: Sums
    lines: dict[str, Sums]
    released: int
    recovered: int
    settled: int
    owed_at_start: int

    @property
    def owed_at_end(self) -> int:
        """What is eligible and not out when the period ends."""
        return self.owed_at_start + self.spent.eligible - self.released + self.recovered - self.settled


def spent_in(facts: Iterable[Charged], within: Within) -> tuple[Sums, dict[str, Sums]]:
    """What facts add within a period, in all and line by line."""
    total, lines = Sums(), dict[str, Sums]()
    for charged in facts:
        for day, sums in charged.moments():
            if within(day):
                total.move(Sums(), sums)
                lines.setdefault(charged.line, Sums()).move(Sums(), sums)
    return total, lines


def eligible_by(account: DeploymentAccount, day: date) -> int:
    """What was eligible at the end of a day."""
    return spent_in(account.facts.values(), lambda other: other <= day)[0].eligible


def figures_within(account: DeploymentAccount, within: Within, before: Within) -> PeriodFigures:
    """The figures of the days within a period, as they are known now; `before` are the days that precede it."""
    spent, lines = spent_in(account.facts.values(), within)
    eligible = spent_in(account.facts.values(), before)[0].eligible
    released, recovered = _moved(account, within)
    released_before, recovered_before = _moved(account, before)
    settled = list(settled_on(account))
    settled_before = sum(amount for day, amount in settled if before(day))
    return PeriodFigures(
        spent=spent,
        lines=lines,
        released=released,
        recovered=recovered,
        settled=sum(amount for day, amount in settled if within(day)),
        owed_at_start=eligible - released_before + recovered_before - settled_before,
    )


def _moved(account: DeploymentAccount, within: Within) -> tuple[int, int]:
    out = (entry.event for entry in account.releases.values())
    back = (entry.event for entry in account.recoveries)
    return (
        sum(int(event.amount) for event in out if within(event.on)),
        sum(int(event.amount) for event in back if within(event.on)),
    )


def committed_by(account: DeploymentAccount, day: date) -> int:
    """What was approved and not yet eligible at the end of a day."""
    if account.ended is not None and account.ended.on <= day:
        return 0
    approved = [approval.total for approval in account.plans.approvals if approval.approved.on <= day]
    return max(0, (approved[-1] if approved else 0) - eligible_by(account, day))


def allocated_by(award: AwardAccount, deployment: str, day: date) -> int:
    """What an award had set aside for a deployment and not got back at the end of a day."""
    return sum(allocation.net_on(day) for allocation in award.set_aside_for("support", deployment))
