"""Messages on standard error."""

import os
import sys
from textwrap import fill

from s2ss_core.cli.safe_text import safe


def print_error(paragraph: str, *, wrap: bool = True) -> None:
    """One plain paragraph on stderr."""
    text = safe(" ".join(paragraph.split()) if wrap else paragraph)
    width = _width()
    print(
        fill(text, width, break_long_words=False, break_on_hyphens=False) if wrap and width else text,
        file=sys.stderr,
    )


def _width() -> int | None:
    return os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else None
