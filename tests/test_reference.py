"""The reference is complete: every public name has an entry, and every class in it shows all its fields."""

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from docs.generate import MAKERS
from docs.generate.public import INSIDE_THE_KIT, MODULES, names_of
from s2ss_core import errors
from s2ss_core.errors import S2ssError
from s2ss_core.events import registered
from s2ss_core.projections import AwardUsage, Certificate, DeploymentLog, HomeSchoolWorkload, LeaderWorkload
from tests.test_house import ROOT, SOURCE

REFERENCE = ROOT / "docs" / "reference"
# What embedding programs reach by another name: decisions by commands, sums by views, programs by `s2ss`, the kit by its
# modules.
REACHED_OTHERWISE = {"aggregates", "cli", "ledger", "testing"}


def headings(text: str) -> set[str]:
    """Every name that has an entry of its own on a page."""
    return set(re.findall(r"^#+ `(\w+)`$", text, re.MULTILINE))


def unexplained(names: Mapping[str, tuple[str, ...]], pages: Mapping[str, str]) -> list[str]:
    """Every public name that has no row in the index, or no entry on the page that its row leads to."""
    found: list[str] = []
    for module, listed in names.items():
        _, _, part = pages["public-names.md"].partition(f"## `{module}`\n")
        rows = dict(
            re.findall(r"^\| `(\w+)` \| .* \| \[.*\]\((.*)\) \|$", part.partition("\n## ")[0], re.MULTILINE)
        )
        found += [
            f"{module}.{name}" for name in listed if name not in headings(pages.get(rows.get(name, ""), ""))
        ]
    return found


def entry_of(name: str, text: str) -> str:
    """The entry of a name on a page, up to the next heading."""
    _, _, entry = text.partition(f"# `{name}`\n")
    return re.split(r"^#", entry, maxsplit=1, flags=re.MULTILINE)[0]


def unlisted_fields(cls: type, text: str) -> list[str]:
    """The fields of a class that its entry leaves out."""
    entry = entry_of(cls.__name__, text)
    names = [field.name for field in attrs.fields(cls)]
    return [f"{cls.__name__}.{name}" for name in names if f"\n| `{name}` | " not in entry]


def classes_in(*roots: type) -> Iterator[type]:
    """These classes, and all that stand in their fields, however deep."""
    seen: set[type] = set()
    ahead: list[Any] = list(roots)
    while ahead:
        hint = ahead.pop()
        ahead += get_args(hint)
        if inspect.isclass(hint) and attrs.has(hint) and hint not in seen:
            seen.add(hint)
            yield hint
            ahead += get_type_hints(hint).values()


@cache
def pages() -> dict[str, str]:
    return {name: (REFERENCE / name).read_text("utf-8") for name in MAKERS}


def everything() -> str:
    return "\n".join(pages().values())


# The reference as it stands


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_a_row_in_the_index_and_an_entry_on_its_page(module: str) -> None:
    names = names_of(module)

    assert names
    assert unexplained({module: names}, pages()) == []


@pytest.mark.parametrize("cls", [cls for _, cls in registered()], ids=lambda cls: cls.__name__)
def test_an_event_and_all_values_in_it_show_every_field(cls: type) -> None:
    text = pages()["events.md"] + pages()["values.md"]

    assert [field for part in classes_in(cls) for field in unlisted_fields(part, text)] == []


@pytest.mark.parametrize(
    "view",
    (AwardUsage, Certificate, DeploymentLog, HomeSchoolWorkload, LeaderWorkload),
    ids=lambda cls: cls.__name__,
)
def test_a_view_and_all_its_parts_show_every_field(view: type) -> None:
    text = pages()["views.md"] + pages()["values.md"]

    assert [field for part in classes_in(view) for field in unlisted_fields(part, text)] == []


EVERY_ERROR = [value for value in vars(errors).values() if inspect.isclass(value)]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: error.__name__)
def test_an_error_says_when_it_comes_and_then_what_to_do(error: type[S2ssError]) -> None:
    when, *what = re.split(r"(?<=\.)\s+", inspect.getdoc(error) or "")

    assert issubclass(error, S2ssError)
    assert when.startswith("Raised ")
    assert what
    assert when in entry_of(error.__name__, pages()["errors.md"])


def test_every_room_and_every_file_of_the_kit_is_public_or_known_to_be_inside() -> None:
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix in {"", ".py"} and "__" not in path.stem}
    kit = {path.stem for path in (SOURCE / "testing").iterdir() if "__" not in path.stem}

    assert {f"s2ss_core.{room}" for room in rooms - REACHED_OTHERWISE} <= set(MODULES)
    assert {f"s2ss_core.testing.{file}" for file in kit - INSIDE_THE_KIT} <= set(MODULES)
    assert kit >= INSIDE_THE_KIT


def test_a_room_that_lists_its_names_has_exactly_those_in_the_index() -> None:
    for module in MODULES:
        listed = getattr(import_module(module), "__all__", None)
        assert listed is None or set(names_of(module)) == set(listed)


# The checkers themselves


def test_a_name_without_an_entry_or_without_a_row_is_found(tmp_path: Path) -> None:
    index = "## `m`\n\n| name | what it is | page |\n|---|---|---|\n| `kept` | class | [p](p.md) |\n| `bare` | class | [p](p.md) |\n"
    written = {"public-names.md": index, "p.md": "# P\n\n## `kept`\n\nAnd `bare`, in passing.\n"}

    assert unexplained({"m": ("kept", "bare", "gone")}, written) == ["m.bare", "m.gone"]


def test_a_field_that_is_left_out_is_found() -> None:
    text = "### `Leader`\n\n| field | type | |\n|---|---|---|\n| `leader` | `str` | |\n\n## `Other`\n\n| `band` | `str` | |\n"
    leader = attrs.make_class("Leader", ["leader", "band"])

    assert unlisted_fields(leader, text) == ["Leader.band"]
