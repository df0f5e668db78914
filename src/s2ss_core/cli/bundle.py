"""`s2ss bundle`: one file for an auditor, who can check it without this library."""

from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.bundle import Bundled, write_bundle
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.transparency import LogHead, signed_checkpoint
from s2ss_core.transparency.files import content_of

WHERE, HOW = Where(), How()
Flag = Annotated[bool, Parameter(negative=(), show_default=False)]


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Disclosure:
    """Which private texts go along."""

    texts: Flag = False
    """Put private texts in, such as what a concern is about. Without it they are withheld."""
    redact: Annotated[tuple[str, ...], Parameter(metavar="EVENT/FIELD", negative=())] = ()
    """Withhold the texts of these events, or of one field: deployment.concern-raised/about. It may be repeated."""


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Against:
    """What the entries are proved against."""

    checkpoint: Annotated[Path, Parameter(metavar="FILE")]
    """The checkpoint that the bundle is proved against: s2ss checkpoint --key FILE --to FILE"""
    since: Annotated[Path | None, Parameter(metavar="FILE")] = None
    """An earlier checkpoint that the auditor holds, to prove that this one continues it."""

    @property
    def head(self) -> LogHead | None:
        """What the earlier checkpoint says. Raises BadInput if it cannot be read."""
        return signed_checkpoint(content_of(self.since)).head if self.since else None


DISCLOSURE = Disclosure()


def bundle(
    deployment: str | None = None,
    *,
    every: Annotated[bool, Parameter(name="--all", negative=(), show_default=False)] = False,
    against: Against,
    to: Annotated[Path, Parameter(metavar="FILE")],
    disclosure: Disclosure = DISCLOSURE,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Write entries, proofs, programmes, certificates and a checkpoint to one file, for an auditor.

    Parameters
    ----------
    deployment
        The deployment whose certificate it is about, with its awards and its programme.
    every
        Everything up to the checkpoint. Only so can an auditor see that no entry is missing.
    to
        The file to write.
    """
    if every == (deployment is not None):
        raise BadInput("Say what to bundle: a deployment, such as s2ss bundle dep-2023-014, or --all.")
    _check(disclosure)
    kept = signed_checkpoint(content_of(against.checkpoint))
    with reading(where.url) as brokerage, measured("Bundling") as so_far:
        made = write_bundle(
            brokerage.store,
            to,
            kept,
            deployment=deployment,
            texts=disclosure.texts,
            redacted=disclosure.redact,
            since=against.head,
            watch=so_far,
        )
    _show(made, to, how)
    return DONE


def _show(made: Bundled, to: Path, how: How) -> None:
    from s2ss_core.cli.show.bundle import show_bundled
    from s2ss_core.cli.show.console import as_json, stdout_console

    as_json(as_plain(made, to)) if how.json else show_bundled(stdout_console(), made, to)


def _check(disclosure: Disclosure) -> None:
    from s2ss_core.events import registered

    if disclosure.redact and not disclosure.texts:
        raise BadInput(
            "All private texts are withheld already. Add --texts to put in all but those you redact."
        )
    known = {stored.name for stored, _ in registered()}
    for given in disclosure.redact:
        if given.partition("/")[0] not in known:
            raise BadInput(
                f"--redact: there is no event {given.partition('/')[0]}. Give the name that entries have, such as"
                " deployment.concern-raised"
            )


def as_plain(made: Bundled, to: Path) -> dict[str, object]:
    """What was bundled, as plain data."""
    return {
        "file": str(to),
        "entries": made.entries,
        "size": made.size,
        "deployments": made.deployments,
        "texts": made.texts,
        "files": made.files,
    }
