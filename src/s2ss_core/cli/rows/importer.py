"""Record rows in a brokerage: one verdict for each row. If a row is wrong, nothing is recorded."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.application.likenesses import RecordedAlike
from s2ss_core.cli.rows.row import Row
from s2ss_core.cli.rows.spreadsheet_ids import KnownIds
from s2ss_core.errors import BadInput, NaturalIdReused, NotFound
from s2ss_core.rules import Broken, Refused

Verdict = Literal["recorded", "already recorded", "refused", "wrong"]
Before = Callable[[Row], object]


@attrs.frozen(kw_only=True)
class Outcome:
    """The result of a row. `says` is the refusal or the mistake; `foreseen` if the row itself expected a refusal.

    `notes` name the entries that a recorded row is like in all but its id.
    """

    row: Row
    verdict: Verdict
    says: str = ""
    broken: tuple[Broken, ...] = ()
    foreseen: bool = False
    positions: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that refused it."""
        return tuple(broken_rule.rule.code for broken_rule in self.broken)


class _Undone(Exception):
    """Ends the transaction and undoes it."""


def import_rows(
    brokerage: Brokerage,
    rows: Iterable[Row],
    *,
    keep: bool = True,
    before: Before = lambda _: None,
    from_sheet: bool = False,
) -> tuple[Outcome, ...]:
    """Record rows in order, in one transaction. Refused rows are left out; one wrong row undoes all of them.

    Without `keep`, everything is undone at the end. `before` is called with each row first. In rows `from_sheet`, an id
    that a spreadsheet may have changed is wrong. Raises `StoreError`.
    """
    check = KnownIds(brokerage).check if from_sheet else _no_check
    outcomes: list[Outcome] = []
    try:
        with brokerage.store.writing():
            outcomes.extend(_outcomes(brokerage, rows, before, check))
            _undo_if(not keep or any(outcome.verdict == "wrong" for outcome in outcomes))
    except _Undone:
        pass
    return tuple(outcomes)


def _undo_if(undo: bool) -> None:
    if undo:
        raise _Undone


def _no_check(_: Row) -> None:
    pass


def _outcomes(brokerage: Brokerage, rows: Iterable[Row], before: Before, check: Before) -> Iterator[Outcome]:
    alike = RecordedAlike(brokerage.store)
    for row in rows:
        before(row)
        try:
            check(row)
            yield _noted(brokerage, row, alike)
        except Refused as refused:
            unmet = Counter(row.refused) - Counter(broken.rule.code for broken in refused.broken)
            foreseen = bool(row.refused) and not unmet
            yield Outcome(
                row=row, verdict="refused", says=str(refused), broken=refused.broken, foreseen=foreseen
            )
        except NaturalIdReused as reused:
            # A row that was once refused may have been corrected and recorded under the same id.
            verdict: Verdict = "refused" if row.refused else "wrong"
            yield Outcome(row=row, verdict=verdict, says=str(reused), foreseen=bool(row.refused))
        except (BadInput, NotFound) as wrong:
            yield Outcome(row=row, verdict="wrong", says=str(wrong))


def _noted(brokerage: Brokerage, row: Row, alike: RecordedAlike) -> Outcome:
    """The result of a row, with a note for each entry that was recorded before it and that it is like."""
    if row.about is None:
        return _outcome(brokerage, row)
    notes = alike.says(row.about, row.fact, row.kind.about)
    outcome = _outcome(brokerage, row)
    if outcome.verdict != "recorded":
        return outcome
    alike.add(row.about, row.fact, row.kind.about)
    return attrs.evolve(outcome, notes=notes)


def _outcome(brokerage: Brokerage, row: Row) -> Outcome:
    command = row.kind.bound(brokerage.acting_as(row.recorded_by, evidence=row.evidence))
    with brokerage.store.writing():
        if row.despite:
            recorded = command.despite(row.despite, *row.arguments, **row.fields)
        else:
            recorded = command(*row.arguments, **row.fields)
        if recorded and row.refused:
            codes = ", ".join(row.refused)
            raise BadInput(f"the row expects a refusal by {codes}, but no rule refuses it")
    positions = tuple(entry.position for entry in recorded)
    return Outcome(row=row, verdict="recorded" if recorded else "already recorded", positions=positions)
