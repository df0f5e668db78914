"""The README runs as it says, and the generated pages are what the code says."""

import contextlib
import importlib.util
import io
import re
from functools import cache, partial

import pytest

from tests.golden.file import ROOT, GoldenFile


def test_the_readmes_program_prints_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    promised = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert program
    assert promised

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program[1], "README.md", "exec"), {})

    assert printed.getvalue() == promised[1]


@cache
def _pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    pages: dict[str, str] = generate.pages()
    return pages


PAGES = tuple(
    GoldenFile(ROOT / "docs" / "reference" / page, partial(_pages().__getitem__, page)) for page in _pages()
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_generated_page_says_what_the_code_says(page: GoldenFile) -> None:
    assert page.kept() == page.make(), page.advice
