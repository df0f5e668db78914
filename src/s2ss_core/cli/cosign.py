"""`s2ss cosign`: as a witness, cosign the checkpoint of somebody else's log."""

import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.cli.checkpoint import as_plain
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.keys import named_key
from s2ss_core.cli.options import How
from s2ss_core.transparency import cosigned
from s2ss_core.transparency.files import content_of, replace

HOW = How()


def cosign(
    request: Annotated[Path, Parameter(metavar="REQUEST")],
    *,
    key: Annotated[Path, Parameter(metavar="FILE")],
    log: Annotated[str, Parameter(metavar="KEY")],
    to: Annotated[Path | None, Parameter(metavar="FILE")] = None,
    how: How = HOW,
) -> int:
    """Cosign a checkpoint, if it continues the one of the same log that you cosigned last. It needs no store.

    Parameters
    ----------
    request
        The file that `s2ss checkpoint --request` wrote.
    key
        The file with your secret key. What you cosigned last is kept beside it.
    log
        The public key of the log, or a file that holds it.
    to
        Write the cosigned checkpoint to this file, and not to standard output.
    """
    from s2ss_core.cli.show.console import as_json

    answer = cosigned(content_of(request), key, named_key(log), at=int(time.time()))
    if to:
        replace(to, str(answer.note))
    if how.json:
        as_json(as_plain(answer))
    elif not to:
        print(answer.note, end="")
    return DONE
