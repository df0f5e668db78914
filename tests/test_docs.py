"""The README runs as it says, and the generated pages are what the code says."""

import contextlib
import io
import re
from functools import cache, partial

import pytest

from docs.generate import pages
from tests.golden.file import ROOT, GoldenFile


def readme() -> str:
    """The README, with what its program prints today."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert program
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program[1], "README.md", "exec"), {})
    return re.sub(r"(?<=```text\n).*?(?=```)", lambda _: printed.getvalue(), text, count=1, flags=re.DOTALL)


README = GoldenFile(ROOT / "README.md", readme)


def test_the_readmes_program_prints_what_the_readme_says() -> None:
    assert README.kept() == README.make(), README.advice


@cache
def _pages() -> dict[str, str]:
    return pages()


PAGES = tuple(
    GoldenFile(ROOT / "docs" / "reference" / page, partial(_pages().__getitem__, page)) for page in _pages()
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_generated_page_says_what_the_code_says(page: GoldenFile) -> None:
    assert page.kept() == page.make(), page.advice
