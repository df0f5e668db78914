"""The page on writing a programme: its file loads, its code runs, and it names every gate."""

import re
from pathlib import Path
from textwrap import dedent
from typing import get_args

import attrs
import pytest

from s2ss_core.programmes import (
    AskedChecklist,
    Gate,
    Rhythm,
    canonical,
    digest,
    find,
    from_canonical,
    load,
    loads,
    shipped_checklists,
)
from s2ss_core.values import Days, Money

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "write-a-programme.md").read_text("utf-8")
EXAMPLE = ROOT / "examples" / "own_programme" / "north-trust.toml"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_file_on_the_page_is_complete(tmp_path: Path) -> None:
    text, _ = blocks("toml")
    path = tmp_path / "north-trust.toml"
    path.write_text(text, "utf-8")

    programme = load(path)

    assert (programme.cap.days.value, programme.rates[0].amount) == (Days(12), Money("380.00"))
    assert find("north-trust", "1", among=[programme]) == programme
    assert from_canonical(canonical(programme)) == programme


def test_the_example_is_the_file_on_the_page() -> None:
    text, _ = blocks("toml")

    assert EXAMPLE.read_text("utf-8") == text


def test_comments_and_the_order_of_keys_change_no_digest(tmp_path: Path) -> None:
    text, _ = blocks("toml")
    first, second, rest = text.split("\n", 2)
    (tmp_path / "one.toml").write_text(text, "utf-8")
    (tmp_path / "other.toml").write_text(f"# ours\n{second}\n{first}\n{rest}", "utf-8")

    assert digest(load(tmp_path / "one.toml")) == digest(load(tmp_path / "other.toml"))


def test_what_is_held_again_and_again_is_added_to_the_file_as_it_stands() -> None:
    programme = loads("".join(blocks("toml")), "north-trust.toml")

    assert [(rhythm.kind, rhythm.every) for rhythm in programme.rhythms] == [("coaching", "fortnight")]
    assert (programme.cap.of("secondment"), programme.cap.of("deployment")) == (None, Days(12))


def test_checklists_are_added_to_the_file_as_it_stands() -> None:
    text, _ = blocks("toml")
    (part,) = re.findall(r"^## Checklists\n(.*?)^## ", PAGE, re.DOTALL | re.MULTILINE)
    asked, own = (
        "".join(f"{line}\n" for line in dedent(found).splitlines())
        for found in re.findall(r"(?:^    .*\n|^\n(?=    ))+", part, re.MULTILINE)
    )

    programme = loads(
        text.replace("[[funding.flows]]", f"{asked}\n[[funding.flows]]", 1) + own, "north-trust.toml"
    )

    assert [checklist.id for checklist in programme.checklists] == ["capacity", "npqel-implementation-plan"]
    assert programme.funding[0].checklists[0].refuses == ("few-changes", "suits-the-school")
    assert all(f"`{field.name}`" in part for field in attrs.fields(AskedChecklist) if field.name != "source")
    assert all(f"`{checklist.id}`" in part for checklist in shipped_checklists())


def test_the_page_names_every_key_of_a_rhythm() -> None:
    (part,) = re.findall(r"^## What is held again and again\n(.*?)^## ", PAGE, re.DOTALL | re.MULTILINE)

    assert all(f"`{field.name}`" in part for field in attrs.fields(Rhythm))


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_on_the_page_runs(code: str) -> None:
    assert "assert" in code
    exec(compile(code, "write-a-programme.md", "exec"), {})


def test_every_gate_is_explained() -> None:
    assert re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE) != []
    assert set(re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)) == set(get_args(Gate))
