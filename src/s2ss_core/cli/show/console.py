"""The console, and how dates, money and days are written on it."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from s2ss_core.cli.safe_text import json_text, safe
from s2ss_core.projections import Figure, as_data
from s2ss_core.values import Money, Withheld, decimal_text

PIPE_WIDTH = 110


def stdout_console() -> Console:
    """A console on standard output: as wide as the terminal, or of fixed width in a pipe."""
    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)
    console.push_render_hook(_SafeHook())
    return console


class _SafeHook(RenderHook):
    """Makes everything safe that a console prints; its own controls stay."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Safe(renderable) for renderable in renderables]


class _Safe:
    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._renderable, options):
            yield segment if segment.control else Segment(safe(segment.text), segment.style)


def as_json(view: Any) -> None:
    """A view, or plain data, as JSON on standard output."""
    print(json_text(as_data(view)))


def day(date: dt.date | None) -> str:
    """`8 Jan 2024`, or a dash."""
    return f"{date.day} {date:%b} {date.year}" if date else "–"


def pounds(figure: Figure[Money] | Money | None) -> str:
    """`£4,000.00`; a dash for zero or nothing."""
    value = figure.value if isinstance(figure, Figure) else figure
    return _pounds(int(value)) if value else "–"


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def days(figure: Figure[Any] | Decimal) -> str:
    """`4.5`."""
    return decimal_text(figure.value if isinstance(figure, Figure) else figure)


def units(quantity: Figure[Any] | Decimal, unit: str | None) -> str:
    """`10 days`, `1 half-day`."""
    count = days(quantity)
    return f"{count} {unit}{'' if count == '1' else 's'}" if unit else count


def words(text: object) -> str:
    """Private text, or that it is withheld."""
    return "[withheld]" if isinstance(text, Withheld) else str(text)


def table(*headings: str, right: Iterable[int] = (), title: str | None = None) -> Table:
    """A light table. `right` holds the numbers of the columns with figures."""
    made = Table(
        box=box.SIMPLE_HEAD,
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        header_style="dim",
    )
    figures = set(right)
    for number, heading in enumerate(headings):
        made.add_column(heading, justify="right" if number in figures else "left", no_wrap=number in figures)
    return made


def heading(console: Console, title: str, *lines: str) -> None:
    """A title, and dim lines beneath it."""
    console.print(Text(title, style="bold"))
    for line in lines:
        console.print(Text(line, style="dim"))


def row(made: Table, *cells: object, style: str | None = None) -> None:
    """Add a row of plain cells; markup in them has no effect."""
    made.add_row(*(Text(safe(str(cell))) for cell in cells), style=style)
