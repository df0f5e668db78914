"""`s2ss audit`: whether history keeps the rules, looked at by a second implementation of them."""

from functools import partial
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.audit import Finding, audited
from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.options import How, Where, known
from s2ss_core.cli.progress import measured
from s2ss_core.cli.safe_text import json_text
from s2ss_core.cli.stores import reading
from s2ss_core.errors import NotFound
from s2ss_core.projections import GRANT_USAGE, AsAt
from s2ss_core.projections.grant_usage import Certificate
from s2ss_core.store import Store

WHERE, HOW = Where(), How()
KNOWN_AT = "As it was known then: a day, a time with its zone (2024-03-15T12:00:00Z), or a position."
TEXTS = "Show the reasons too: private text, as far as it was not erased."
DEPLOYMENT = "Only what is found in the streams whose name has this in it, such as a deployment's id."


def audit(
    about: Annotated[str | None, Parameter(help=DEPLOYMENT)] = None,
    *,
    texts: Annotated[bool, Parameter(negative="", help=TEXTS)] = False,
    known_at: Annotated[str | None, Parameter(metavar="TIME|POSITION", help=KNOWN_AT)] = None,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Hold history from its first entry on against every rule, and list what is found, the gravest first."""
    from s2ss_core.cli.show.audit import show_findings
    from s2ss_core.cli.show.console import stdout_console

    position, recorded = known(known_at)
    as_at = AsAt(position=position, recorded=recorded)
    with reading(where.url, as_at) as brokerage, measured("Auditing") as so_far:
        upto = as_at.newest(brokerage.store)
        draw = partial(_certificate, brokerage.store)
        whole = audited(brokerage.store, so_far, upto=upto, texts=texts, draw=draw)
        upto = max(upto, whole.record.position)
        findings = [found for found in whole.findings() if not about or about in found.stream]
    if how.json:
        print(json_text({"upto": upto, "findings": [found.as_data() for found in findings]}))
    else:
        show_findings(stdout_console(), findings, upto)
    return FINDINGS if any(_is_error(found) for found in findings) else DONE


def _certificate(store: Store, deployment: str, position: int) -> Certificate | None:
    """The certificate as the views draw it, for the audit to hold against its own account."""
    try:
        return GRANT_USAGE.live(store, ("deployment", deployment), as_at=AsAt(position=position))
    except NotFound:
        return None


def _is_error(found: Finding) -> bool:
    return found.severity == "error"
