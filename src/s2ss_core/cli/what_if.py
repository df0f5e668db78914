"""`s2ss what-if`: what the rules and the figures of a deployment would be under another programme."""

from typing import Annotated

from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, Where, known
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.programmes import Programme, find, load
from s2ss_core.projections import AsAt

WHERE, HOW = Where(), How()
KNOWN_AT = "As it was known then: a day, a time with its zone (2024-03-15T12:00:00Z), or a position."


def what_if(
    deployment: str,
    programme: str,
    version: str | None = None,
    *,
    known_at: Annotated[str | None, Parameter(metavar="TIME|POSITION", help=KNOWN_AT)] = None,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Show what another programme would have refused or allowed, and which figures would differ. Nothing is stored.

    Parameters
    ----------
    deployment
        The deployment's id.
    programme
        A programme's name, such as exceed-2023, or the path of a programme file that ends in .toml.
    version
        Its version; the latest if none.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.what_if import show_what_if

    other = _programme(programme, version)
    position, recorded = known(known_at)
    as_at = AsAt(position=position, recorded=recorded)
    with reading(where.url, as_at) as brokerage, measured("Comparing") as so_far:
        found = brokerage.what_if(deployment, other, upto=as_at.newest(brokerage.store), watch=so_far)
    if how.json:
        as_json(found)
    else:
        show_what_if(stdout_console(), found)
    return DONE


def _programme(name: str, version: str | None) -> Programme:
    if not name.endswith(".toml"):
        return find(name, version)
    programme = load(name)
    if version not in {None, programme.version}:
        raise BadInput(
            f"{name} is version {programme.version} of its programme, not {version}: leave the version out"
        )
    return programme
