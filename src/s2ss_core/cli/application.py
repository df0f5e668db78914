"""The commands, and how a typed line becomes a call."""

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cyclopts import App, CycloptsError

from s2ss_core.cli.exit_codes import CANNOT
from s2ss_core.cli.message import print_error

COMMANDS = (
    ("demo", "s2ss_core.cli.demo:demo"),
    ("record", "s2ss_core.cli.record:record"),
    ("why-not", "s2ss_core.cli.why_not:why_not"),
    ("log", "s2ss_core.cli.views:log"),
    ("workload", "s2ss_core.cli.views:workload"),
    ("leaders", "s2ss_core.cli.leaders:leaders"),
    ("match", "s2ss_core.cli.match:match"),
    ("certificate", "s2ss_core.cli.views:certificate"),
    ("returns", "s2ss_core.cli.returns:returns"),
    ("statement", "s2ss_core.cli.statement:statement"),
    ("due", "s2ss_core.cli.due:due"),
    ("form", "s2ss_core.cli.form:form"),
    ("explain", "s2ss_core.cli.explain:explain"),
    ("diff", "s2ss_core.cli.diff:diff"),
    ("completeness", "s2ss_core.cli.completeness:completeness"),
    ("trail", "s2ss_core.cli.trail:trail"),
    ("about", "s2ss_core.cli.about:about"),
    ("sample", "s2ss_core.cli.sample:sample"),
    ("check-certificate", "s2ss_core.cli.check_certificate:check_certificate"),
    ("audit", "s2ss_core.cli.audit:audit"),
    ("what-if", "s2ss_core.cli.what_if:what_if"),
    ("history", "s2ss_core.cli.history:history"),
    ("rules", "s2ss_core.cli.reference:rules"),
    ("programmes", "s2ss_core.cli.reference:programmes"),
    ("rebuild", "s2ss_core.cli.rebuild:rebuild"),
    ("doctor", "s2ss_core.cli.doctor:doctor"),
    ("checkpoint", "s2ss_core.cli.checkpoint:checkpoint"),
    ("cosign", "s2ss_core.cli.cosign:cosign"),
    ("bundle", "s2ss_core.cli.bundle:bundle"),
    ("verify", "s2ss_core.cli.verify:verify"),
)
ABOUT = """The record of brokered school-to-school support: every fact an event, every figure explained.

Try `s2ss demo` first. Exit codes: 0 done, 1 findings or a refusal, 2 cannot."""


def application(*, at_once: bool = False) -> App:
    """The application with every command. Each is imported when it is called, or `at_once` to list them all."""
    app = App(
        name="s2ss",
        help=ABOUT,
        version=_version,
        suppress_keyboard_interrupt=False,
        print_error=False,
        exit_on_error=False,
        result_action="return_value",
    )
    for order, (name, place) in enumerate(COMMANDS):
        app.command(_imported(place) if at_once else place, name=name, sort_key=order)
    return app


def run(tokens: Sequence[str]) -> int:
    """Run a typed line and return its exit code."""
    try:
        code = application(at_once=not tokens or tokens[0] in {"-h", "--help"})(tokens)
    except CycloptsError as error:
        print_error(f"{_in_words(error)} {_next(tokens)}")
        return CANNOT
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return code if isinstance(code, int) else 0


def _imported(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _in_words(error: CycloptsError) -> str:
    said = " ".join(str(error).split())
    return said if said.endswith((".", "?", "!")) else f"{said}."


def _next(tokens: Sequence[str]) -> str:
    known = [name for name, _ in COMMANDS if name in tokens[:1]]
    return f"For what it takes: s2ss {f'{known[0]} ' if known else ''}--help"


def _version() -> str:
    try:
        return f"s2ss {version('s2ss-core')}"
    except PackageNotFoundError:
        return "s2ss, not installed"
