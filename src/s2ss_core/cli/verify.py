"""`s2ss verify`: check a bundle with the separate program that auditors use."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.cli.options import How

HOW = How()


def verify(
    bundle: Annotated[Path, Parameter(metavar="BUNDLE")],
    *,
    log: Annotated[str | None, Parameter(metavar="KEY")] = None,
    witness: Annotated[tuple[str, ...], Parameter(metavar="KEY", negative=())] = (),
    checkpoint: Annotated[Path | None, Parameter(metavar="FILE")] = None,
    how: How = HOW,
) -> int:
    """Check a bundle: proofs, signatures, form, documents and rules of money. It needs no store.

    It is the same as `python -m s2ss_verify BUNDLE`, which runs without this library. Exit codes: 0 all is well, 1
    something is wrong, 2 it cannot be read.

    Parameters
    ----------
    bundle
        The file that `s2ss bundle` wrote.
    log
        The public key of the log, or a file that holds it, as you received it from its keeper.
    witness
        The public key of a witness who must have cosigned. It may be repeated.
    checkpoint
        A checkpoint that you kept: the bundle must be the same history, or continue it.
    """
    from s2ss_verify.__main__ import main

    tokens = [str(bundle), "--format", how.format]
    tokens += ["--log", log] if log else []
    tokens += [token for key in witness for token in ("--witness", key)]
    tokens += ["--checkpoint", str(checkpoint)] if checkpoint else []
    return main(tokens)
