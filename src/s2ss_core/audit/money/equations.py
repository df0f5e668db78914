"""The equations of money, held after every command: what of them an entry can break. See docs/explanation/money.md.

Equations 4 and 10 are rules S2SS-M34, S2SS-M20, S2SS-M27 and S2SS-M28; equation 11 is S2SS-M40 for what was certified. The
rest of them define a sum here (owed, unspent, uncovered), so nothing that is recorded can break it.
"""

from collections.abc import Iterator
from typing import Any, get_args

from s2ss_core.audit.book import Book
from s2ss_core.audit.check import Breach, as_money, check, check_book, requirement
from s2ss_core.audit.money.award_account import AwardAccount, award_of
from s2ss_core.audit.money.award_figures import award_figures
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import legs_of
from s2ss_core.audit.money.posting import POSTINGS, account_of
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import GrantAwarded, GrantEvent, PlanApproved

OURS = "No source; this library's choice › what is not balanced is not accounted for"
requirement("EQ-01", "what is eligible on a line is from nought to what is approved for it", OURS)
requirement("EQ-02", "what is eligible is what is due on the legs that the holder pays or keeps", OURS)
requirement("EQ-03", "no more came back on a leg than was released on it", OURS)
requirement("EQ-05", "nobody owes more of its share to others than it is due", OURS)
requirement(
    "EQ-08",
    "what is allocated and returned is within the award, and covers what is eligible and committed",
    OURS,
    "note",
)
requirement(
    "EQ-09",
    "what was returned was received and is not eligible, and no more was received than awarded",
    OURS,
    "note",
)
requirement("EQ-13", "the total of an approval is what its plan comes to", OURS)

Broken = tuple[str, str, dict[str, Any]]
"""The code of an equation, what it is broken for, and the facts."""


def of_deployment(account: DeploymentAccount) -> Iterator[Broken]:
    """What is out of balance in a deployment."""
    for line, sums in account.lines.items():
        approved = account.approval.of_line(line) if account.approval else 0
        if not 0 <= sums.eligible <= approved:
            yield (
                "EQ-01",
                line,
                {"line": line, "eligible": as_money(sums.eligible), "approved": as_money(approved)},
            )
    yield from _of_legs(account)
    for leg, recovered in account.recovered.items():
        if recovered > account.released.get(leg, 0):
            yield "EQ-03", leg[1], {"leg": leg[0], "to": leg[1], "recovered": as_money(recovered)}


def _of_legs(account: DeploymentAccount) -> Iterator[Broken]:
    kinds = {flow.id: flow.kind for flow in account.terms.flows}
    due = dict.fromkeys(("share", "charge", "onward"), 0)
    for (leg, _), amount in account.due.items():
        kind = kinds.get(leg, "")
        due[kind] = due.get(kind, 0) + amount
    eligible = account.total.eligible
    feeding = bool(legs_of(account.terms, "charge"))
    if account.terms.flows and (due["share"] != eligible or (feeding and due["charge"] != eligible)):
        yield "EQ-02", "", {"eligible": as_money(eligible), "due": as_money(due["share"])}
    if due["onward"] > due["share"]:
        yield "EQ-05", "", {"due": as_money(due["share"]), "onward": as_money(due["onward"])}


def of_award(grant: str, award: AwardAccount, record: Record) -> Iterator[Broken]:
    """What is out of balance in an award."""
    figures = award_figures(grant, record)
    uncovered = {name: row.uncovered for name, row in figures.support.items() if row.uncovered}
    if award.not_allocated < 0 or figures.rest < 0:
        free, rest = as_money(award.not_allocated), as_money(figures.rest)
        yield "EQ-08", grant, {"not_allocated": free, "unspent": rest}
    for name, amount in uncovered.items():
        yield "EQ-08", name, {"deployment": name, "uncovered": as_money(amount)}
    if award.received > award.awarded:
        yield "EQ-09", grant, {"received": as_money(award.received), "awarded": as_money(award.awarded)}
    if award.returned > max(0, award.received - figures.eligible):
        yield "EQ-09", "returned", {
            "returned": as_money(award.returned), "received": as_money(award.received), "eligible": as_money(figures.eligible),
        }  # fmt: skip


Balance = tuple[object, int]
"""What the equations of a stream are about, and a count of what moved its sums."""


def _balance(book: Book, record: Record) -> Balance | None:
    if book.kind == "deployment":
        account = account_of(book, record)
        return None if account is None else (account, account.moves)
    awarded = book.first(GrantAwarded)
    return None if awarded is None else (awarded.grant, book.entries[-1].position)


def _broken(about: object, book: Book, record: Record) -> Iterator[Broken]:
    if isinstance(about, DeploymentAccount):
        return of_deployment(about)
    return of_award(str(about), award_of(book), record)


KNOWN = "equations"
Newly = tuple[int, tuple[Broken, ...]]
"""What is broken after the newest entry of a book and was not before, and the position of that entry."""
BALANCED: tuple[Newly, frozenset[tuple[str, str]]] = ((0, ()), frozenset())


def _newly_broken(book: Book, record: Record) -> Newly:
    """What is newly broken. Each is told once, until it is mended. Where no sum moved, nothing can break."""
    at = book.entries[-1].position if book.entries else 0
    newly: Newly
    newly, known = record.unbalanced.get(book.stream, BALANCED)
    seen_at, seen = book.memory.get(KNOWN, (0, None))
    if at in (seen_at, newly[0]):
        return newly
    balance, newly = _balance(book, record), (at, ())
    if balance != seen:
        broken = list(_broken(balance[0], book, record)) if balance else []
        newly = at, tuple(row for row in broken if row[:2] not in known)
        known = frozenset(row[:2] for row in broken)
    book.memory[KNOWN] = at, balance
    record.unbalanced.pop(book.stream, None)
    if known:
        record.unbalanced[book.stream] = newly, known
    return newly


def _before_a_command(prefix: Prefix) -> tuple[Newly] | None:
    """What is newly broken before the first of the entries that were recorded together in a stream."""
    stream = prefix.entry.stream
    if not prefix.book.entries:
        return None
    if (
        next((each for each in prefix.record.together if each.stream == stream), prefix.entry)
        is not prefix.entry
    ):
        return None
    newly = _newly_broken(prefix.book, prefix.record)
    return (newly,) if newly[1] else None


def _hold(code: str, kind: str, event_classes: tuple[type, ...]) -> None:
    """Hold an equation before every command that adds to a stream, which is after the one before it, and at the end."""

    def unbalanced(_: Any, newly: Newly) -> Iterator[Breach]:
        at, broken = newly
        for equation, _for, facts in broken:
            if equation == code:
                yield Breach(at=at, **facts)

    check(code, *event_classes, given=_before_a_command)(unbalanced)
    check_book(code, kind)(lambda book, record: unbalanced(None, _newly_broken(book, record)))


for _code in ("EQ-01", "EQ-02", "EQ-03", "EQ-05"):
    _hold(_code, "deployment", tuple(POSTINGS))
for _code in ("EQ-08", "EQ-09"):
    _hold(_code, "grant", get_args(GrantEvent))


@check("EQ-13", PlanApproved)
def the_total_of_an_approval(event: PlanApproved, prefix: Prefix) -> Iterator[Breach]:
    """The approver signed off what the lines of the plan come to."""
    account = account_of(prefix.book, prefix.record)
    plan = account.plans.submitted.get(event.plan_version) if account else None
    if plan is not None and event.total != plan.total:
        yield Breach(total=event.total, plan=plan.total)
