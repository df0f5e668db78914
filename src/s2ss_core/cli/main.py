"""The entry point: in every case people get an exit code and at most one plain paragraph."""

import os
import re
import sys
from collections.abc import Callable, Sequence

from s2ss_core.cli.exit_codes import CANNOT, FINDINGS
from s2ss_core.cli.message import print_error
from s2ss_core.cli.output import loss, unfailing
from s2ss_core.errors import BadInput, NotFound, S2ssError
from s2ss_core.rules import Refused

# The exit code of these commands says what they did or found. All other commands only show something.
DOING = (
    "demo",
    "record",
    "why-not",
    "rebuild",
    "doctor",
    "checkpoint",
    "cosign",
    "bundle",
    "verify",
    "audit",
)
DETAILS = "S2SS_DETAILS"
PLAIN_WORDS = ("nothing ", "there ", "it ", "this ", "say ")  # a file or a field keeps its own spelling
EXTRA = {"cyclopts", "rich"}
COMMAND_LAST = re.compile(r": (s2ss|pip) [^.]*$")


def main(tokens: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 findings or a refusal, 2 cannot."""
    given = sys.argv[1:] if tokens is None else tokens
    with unfailing():
        code = _run(given)
        sys.stdout.flush()
        lost = loss()
        if lost is None or isinstance(lost, BrokenPipeError):  # whoever read our output has seen enough
            return code
        return _unheard(lost, code, given)


def _unheard(lost: OSError, code: int, tokens: Sequence[str]) -> int:
    """Report that output was lost. Commands that do something keep their exit code; the others could not finish."""
    why = f"Standard output cannot be written to: {lost.strerror}."
    if any(command in tokens[:1] for command in DOING):
        print_error(f"{why} Some of what was done is not shown; the exit code says how it ended.")
        return code
    print_error(f"{why} Put that right and run it again.")
    return code or CANNOT


def _run(tokens: Sequence[str]) -> int:
    try:
        _check(tokens)
        application = _application()
        return application(tokens)
    except Refused as refused:
        print_error(str(refused), wrap=False)
        return FINDINGS
    except NotFound as error:
        print_error(_sentence(error, "Check the id, and the time it is asked for."))
    except S2ssError as error:
        print_error(_sentence(error))
    except ModuleNotFoundError as error:
        print_error(_missing(error))
    except KeyboardInterrupt:
        print_error(
            "Stopped. Nothing is recorded unless it was reported as recorded: run it again when you like."
        )
    except OSError as error:
        print_error(
            f"The operating system refused: {error.strerror or error}. Put that right and run it again."
        )
    except MemoryError:
        print_error("There is not enough memory for this. Ask for less, or use a larger machine.")
    except Exception as error:
        if os.environ.get(DETAILS):
            raise
        print_error(
            f"An unexpected error happened ({type(error).__name__}: {error}). Set {DETAILS}=1 and run it again"
            " to see where, and tell the maintainers of s2ss_core."
        )
    return CANNOT


def _sentence(error: S2ssError, hint: str = "") -> str:
    """An error as a sentence; if it does not say what to do next, the hint is added."""
    said = str(error)
    finished = said.endswith((".", "?", "!")) or COMMAND_LAST.search(said)
    whole = said if finished else f"{said}. {hint}".rstrip()
    return whole[0].upper() + whole[1:] if whole.startswith(PLAIN_WORDS) else whole


def _check(tokens: Sequence[str]) -> None:
    try:
        "".join(tokens).encode()
    except UnicodeEncodeError:
        raise BadInput(
            "The command contains characters that are not text: check how it was typed or pasted."
        ) from None


def _application() -> Callable[[Sequence[str]], int]:
    from s2ss_core.cli.application import run

    return run


def _missing(error: ModuleNotFoundError) -> str:
    name = str(error.name).partition(".")[0]
    if name not in EXTRA:
        return f"A part of s2ss_core is missing ({name}): install it again."
    return f"The command line needs {name}, which is not installed: pip install 's2ss-core[cli]'"
