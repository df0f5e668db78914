"""`s2ss rebuild`: make documents anew from history."""

from collections.abc import Sequence
from typing import Any

from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.errors import NotFound
from s2ss_core.projections import EVERY_PROJECTION, Materialised, Projection, Rebuilt

WHERE, HOW = Where(), How()


def rebuild(projection: str | None = None, *, where: Where = WHERE, how: How = HOW) -> int:
    """Draw the documents of views anew, beside those in use, and switch if they are what folding live gives.

    Parameters
    ----------
    projection
        Which view: deployment-log, leader-workload, home-school-workload, grant-usage or award-usage; all if none.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.store import show_rebuilt

    chosen = _named(projection)
    with reading(where.url) as brokerage:
        materialised = Materialised(brokerage.store)
        outcomes = tuple(_rebuilt(materialised, chosen_projection) for chosen_projection in chosen)
    if how.json:
        as_json(tuple(as_plain(outcome) for outcome in outcomes))
    else:
        show_rebuilt(stdout_console(), outcomes)
    return DONE if all(outcome.switched for outcome in outcomes) else FINDINGS


def as_plain(outcome: Rebuilt) -> dict[str, Any]:
    """The result of a rebuild as plain data."""
    return {
        "projection": outcome.projection,
        "switched": outcome.switched,
        "documents": outcome.documents,
        "position": outcome.position,
        "checksum": outcome.checksum,
        "set_aside": outcome.set_aside,
        "differing": outcome.differing,
    }


def _named(projection: str | None) -> Sequence[Projection[Any, Any]]:
    if projection is None:
        return EVERY_PROJECTION
    found = [known for known in EVERY_PROJECTION if known.name == projection.replace("-", "_")]
    if not found:
        names = ", ".join(known.name.replace("_", "-") for known in EVERY_PROJECTION)
        raise NotFound(f"There is no view {projection} to rebuild. Name one of these: {names}.")
    return found


def _rebuilt(materialised: Materialised, projection: Projection[Any, Any]) -> Rebuilt:
    with measured(f"Rebuilding {projection.name.replace('_', ' ')}") as so_far:
        return materialised.rebuild(
            projection, watch=lambda progress: so_far(progress.position, progress.newest)
        )
