"""The return that the broker makes to the funder on a year's usage of an award."""

from collections.abc import Iterable

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.grant import Grant
from s2ss_core.events import GrantEvent, UsageReturned
from s2ss_core.rules import Broken
from s2ss_core.rules import grant as rules


@attrs.frozen(kw_only=True)
class Drawn:
    """What the record gives for the return that is made, drawn from the history of the size that it names.

    `years` are the award's, each with its first and last day, as text; `digest` is that of the return, if it is of one of
    these years. The award is on record since `least`, and `newest` is the size of the history now.
    """

    years: tuple[str, ...]
    digest: str | None
    least: int
    newest: int


def submit_usage_return(
    grant: Grant, fact: UsageReturned, *, drawn: Drawn | None = None
) -> Decision[GrantEvent]:
    """Record the broker's return to the funder on a year's usage. Where `drawn` is given, it is what the record gives."""
    return decide(
        fact,
        grant.awarded.grant,
        rules.the_usage_return_covers_a_period.broken_by(
            covers_from=fact.covers_from, covers_to=fact.covers_to
        ),
        _as_drawn(fact, drawn) if drawn else (),
    )


def of_year(year: str, first: object, last: object) -> str:
    """A year and its days, as the refusal names them."""
    return f"{year} ({first} to {last})"


def _as_drawn(fact: UsageReturned, drawn: Drawn) -> Iterable[Broken]:
    year = of_year(fact.year, fact.covers_from, fact.covers_to)
    if fact.covers_from <= fact.covers_to:
        yield from rules.the_return_is_of_a_year_of_the_award.broken_by(year=year, years=drawn.years)
    yield from rules.the_return_was_drawn_from_the_history_that_there_is.broken_by(
        size=fact.size, least=drawn.least, newest=drawn.newest
    )
    if year in drawn.years and drawn.least <= fact.size <= drawn.newest:
        yield from rules.the_digest_is_that_of_the_return.broken_by(
            year=fact.year, size=fact.size, digest=fact.digest, drawn=drawn.digest
        )
