"""`s2ss check-certificate`: whether a certificate in hand is the one certified, and whether history still gives it."""

import json
from pathlib import Path
from typing import Any

from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.projections import certificate_in_hand

WHERE, HOW = Where(), How()


def check_certificate(file: Path, *, where: Where = WHERE, how: How = HOW) -> int:
    """Say whether a certificate in hand is the one that was certified, and whether history still gives it.

    Exit code 0 if it stands, 1 if not.

    Parameters
    ----------
    file
        The certificate as JSON, as `s2ss certificate ID --format json` writes it.
    """
    from s2ss_core.cli.show.certificate_in_hand import show_certificate_in_hand
    from s2ss_core.cli.show.console import as_json, stdout_console

    document = _read(file)
    with reading(where.url) as brokerage:
        found = certificate_in_hand(brokerage.store, document)
    as_json(found) if how.json else show_certificate_in_hand(stdout_console(), found)
    return DONE if found.stands else FINDINGS


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(
            f"{file} cannot be read: {error.strerror}. Give the file of a certificate as JSON."
        ) from None
    except ValueError:
        raise BadInput(
            f"{file} is no JSON. Give the certificate as `s2ss certificate ID --format json` writes it."
        ) from None
