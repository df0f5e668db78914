"""`s2ss diff`: what differs between a view at two moments, and the entries that made the difference."""

from typing import Annotated

from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.explain import plain_entry
from s2ss_core.cli.named_views import named_view
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.projections import difference

WHERE, HOW, WHEN = Where(), How(), When()


def diff(
    view: str,
    *,
    from_known_at: Annotated[str | None, Parameter(metavar="TIME|POSITION")] = None,
    from_as_at: Annotated[str | None, Parameter(metavar="DATE")] = None,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show what differs in a view between two moments, and which entries made the difference.

    The later moment is --known-at and --as-at, or now. To see what was learned about last March since the end of
    March: s2ss diff dep-014 --as-at 2024-03-31 --from-known-at 2024-03-31.

    Parameters
    ----------
    view
        A deployment's id, for its certificate; or log:ID, award:ID, returns:ID, organisation:ID, leader:ID:2023/24,
        home-school:ID:2023/24.
    from_known_at
        The earlier moment: as it was known then. Left out, as at --known-at.
    from_as_at
        The earlier moment: as things had happened by the end of this day. Left out, as at --as-at.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.difference import show_difference

    if from_known_at is None and from_as_at is None:
        raise BadInput("Say from when: --from-known-at 2024-03-31, --from-as-at 2024-03-31, or both.")
    earlier = When(as_at=from_as_at or when.as_at, known_at=from_known_at or when.known_at)
    before, after, named = earlier.moment, when.moment, named_view(view)
    with reading(where.url, before) as brokerage:
        found = difference(named.projection, brokerage.store, named.key, before=before, after=after)
    if how.json:
        entries = {"came": found.came, "went": found.went}
        plain = {name: tuple(map(plain_entry, counted)) for name, counted in entries.items()}
        as_json({"changes": found.changes, **plain})
    else:
        show_difference(stdout_console(), view, found, before=str(earlier), after=str(when) or "now")
    return DONE
