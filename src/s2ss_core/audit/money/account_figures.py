"""The figures of a certificate as the audit's account has them, by the paths of the document."""

from collections.abc import Iterator
from typing import Any

from s2ss_core.audit.money.award_figures import awards_of, set_aside
from s2ss_core.audit.money.cut_figures import certified_figures, cut_figures
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.document_figures import LEG, SPENT
from s2ss_core.audit.money.instalment_figures import instalments_of
from s2ss_core.audit.money.leg_figures import figures_of, first_legs
from s2ss_core.audit.money.periods import Within, spent_in, term_on
from s2ss_core.audit.money.plans import Approval, approved_of
from s2ss_core.audit.money.sums import Sums
from s2ss_core.audit.record import Record
from s2ss_core.events import CostIncurred
from s2ss_core.ids import same

__all__ = ["reckoned"]

Reckoned = tuple[str, int]


def reckoned(account: DeploymentAccount, record: Record, listed: Any = None) -> dict[str, int]:
    """Every figure of money in the certificate of a deployment, in pence, by its path; of the periods `listed` too."""
    return {
        **dict(_amounts(account, record)),
        **dict(_lines(account)),
        **dict(_moved(account)),
        **dict(cut_figures(account, listed)),
        **dict(certified_figures(account, record)),
        **dict(_variations(account)),
    }


def _amounts(account: DeploymentAccount, record: Record) -> Iterator[Reckoned]:
    first = list(first_legs(account))
    named = {
        "approved": account.approved,
        "incurred": account.total.incurred,
        "disallowed": account.total.disallowed,
        "eligible": account.total.eligible,
        "released": sum(account.released.values()),
        "recovered": sum(account.recovered.values()),
        "settled": sum(leg.settled for leg in first if not leg.released_on),
        "owed": sum(leg.owed for leg in first),
        "overpaid": sum(leg.overpaid for leg in first),
        "match": int(account.brokered.funding.match),
    }
    yield from ((f"amounts.{name}", amount) for name, amount in named.items())
    if account.brokered.funding.awards:
        yield from _of_awards(account, record)


def _of_awards(account: DeploymentAccount, record: Record) -> Iterator[Reckoned]:
    support = list(set_aside(account, record))
    allocated = sum(row.allocated for row in support)
    left = allocated - account.total.eligible - account.committed
    named = {
        "awarded": sum(
            award.awarded
            for award in awards_of(account, record)
            if award.set_aside_for("support", account.brokered.deployment)
        ),
        "set_aside": sum(row.set_aside for row in support),
        "returned": sum(row.returned for row in support),
        "allocated": allocated,
        "committed": account.committed,
        "unspent": max(0, left),
        "uncovered": max(0, -left),
    }
    yield from ((f"amounts.{name}", amount) for name, amount in named.items())


def _lines(account: DeploymentAccount) -> Iterator[Reckoned]:
    approval = account.approval
    planned = {row.id for row in approval.plan.lines} if approval else set()
    for line in {*planned, *account.lines}:
        approved = approval.of_line(line) if approval else 0
        yield from _row(f"lines[{line}]", approved, account.lines.get(line, Sums()))
    for line, term in _terms_of_lines(account, approval):
        facts = [fact for fact in account.facts.values() if fact.line == line]
        approved = approved_of([row for row in approval.lines(line) if row.term == term]) if approval else 0
        yield from _row(
            f"lines_by_term[{line} {term}]", approved, spent_in(facts, _in_term(account, term))[0]
        )


def _terms_of_lines(account: DeploymentAccount, approval: Approval | None) -> set[tuple[str, str]]:
    planned = {(row.id, str(row.term)) for row in approval.plan.lines} if approval else set()
    return planned | {
        (fact.line, term_on(account.programme, day))
        for fact in account.facts.values()
        for day, _ in fact.moments()
    }


def _in_term(account: DeploymentAccount, term: str) -> Within:
    return lambda day: term_on(account.programme, day) == term


def _row(at: str, approved: int, sums: Sums) -> Iterator[Reckoned]:
    yield f"{at}.approved", approved
    yield f"{at}.variance", approved - sums.eligible
    yield from ((f"{at}.{name}", getattr(sums, name)) for name in SPENT)


def _moved(account: DeploymentAccount) -> Iterator[Reckoned]:
    for fact in account.facts.values():
        yield from ((f"disallowed[{name}].amount", amount) for name, amount in fact.disallowed.items())
    for instalment in instalments_of(account):
        at = f"instalments[{instalment.instalment}]"
        yield from ((f"{at}.{name}", getattr(instalment, name)) for name in ("scheduled", "released", "paid"))
    for leg in figures_of(account).values():
        yield from ((f"legs[{leg.leg} to {leg.to}].{name}", getattr(leg, name)) for name in LEG)
    for fact in account.facts.values():
        if isinstance(fact.event, CostIncurred) and same(fact.event.supplier.id, account.brokered.school.id):
            yield f"reimbursements[{fact.event.cost}].net", int(fact.event.net)


def _variations(account: DeploymentAccount) -> Iterator[Reckoned]:
    for before, after in account.plans.changes():
        effects = {
            (row.id, row.term): approved_of(
                [other for other in after.lines(row.id) if other.term == row.term]
            )
            - approved_of([other for other in before.lines(row.id) if other.term == row.term])
            for row in (*before.plan.lines, *after.plan.lines)
        }
        at = f"variations[{after.plan.plan_version}]"
        yield f"{at}.effect", after.total - before.total
        yield (
            f"{at}.moved",
            min(
                sum(effect for effect in effects.values() if effect > 0),
                -sum(effect for effect in effects.values() if effect < 0),
            ),
        )
