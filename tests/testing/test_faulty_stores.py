"""Each store that is broken on purpose is caught by the family of tests that is meant to catch it."""

import re
from pathlib import Path

import pytest

from s2ss_core.testing.conformance import CAPABILITIES, FAMILIES
from s2ss_core.testing.faulty_stores import FAULTY_STORES

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to" / "test-with-the-kit.md"

pytest_plugins = ("pytester",)

SUITE = """
import pytest
from hypothesis import Phase
from s2ss_core.testing.faulty_stores import FAULTY_STORES
from s2ss_core.testing.conformance import FAMILIES

def suite(broken):
    class Suite(FAMILIES[broken.family]):
        cannot = broken.cannot
        phases = (Phase.generate,)

        @pytest.fixture(autouse=True)
        def _broken(self, tmp_path):
            self.where = broken.where(tmp_path)

    return Suite

for broken in FAULTY_STORES:
    if broken.in_a_file == {in_a_file}:
        globals()["Test" + broken.name] = suite(broken)
"""
# The first failure of a store is enough: what is left of its tests is passed over.
ONCE = """
import pytest

failed = set()

def pytest_runtest_setup(item):
    if item.cls in failed:
        pytest.skip("caught")

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        failed.add(item.cls)
    return report
"""
FAILED = re.compile(r"^FAILED test_suite\.py::Test(\w+)::(\w+)", re.MULTILINE)


def not_caught(pytester: pytest.Pytester, *, in_a_file: bool) -> list[str]:
    """The broken stores that no test of the family meant for them failed on."""
    pytester.makepyfile(test_suite=SUITE.replace("{in_a_file}", repr(in_a_file)))
    pytester.makeconftest(ONCE)
    ran = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-rf", "-q", "--tb=no")
    caught = {store for store, _ in FAILED.findall(ran.stdout.str())}
    return [
        faulty_store.name
        for faulty_store in FAULTY_STORES
        if faulty_store.in_a_file == in_a_file and faulty_store.name not in caught
    ]


def test_the_family_that_is_meant_for_a_broken_store_fails_on_it(pytester: pytest.Pytester) -> None:
    assert not_caught(pytester, in_a_file=False) == []


@pytest.mark.slow
def test_the_family_that_is_meant_for_a_broken_file_fails_on_it(pytester: pytest.Pytester) -> None:
    assert not_caught(pytester, in_a_file=True) == []


def test_every_family_has_a_broken_store_and_every_broken_store_says_its_fault(tmp_path: Path) -> None:
    assert {faulty_store.family for faulty_store in FAULTY_STORES} == set(FAMILIES)
    assert all(faulty_store.fault.endswith(".") for faulty_store in FAULTY_STORES)
    assert len({faulty_store.name for faulty_store in FAULTY_STORES}) == len(FAULTY_STORES)
    assert all(set(faulty_store.cannot) <= set(CAPABILITIES) for faulty_store in FAULTY_STORES)


def test_the_page_lists_every_broken_store_and_every_family() -> None:
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")]

    assert [row for row in rows if row.startswith("| `")] == [
        f"| `{faulty_store.name}` | {faulty_store.fault} | {faulty_store.family} |"
        for faulty_store in FAULTY_STORES
    ]
    assert [row.split("|")[1:3] for row in rows if row.split("|")[1].strip() in FAMILIES] == [
        [f" {name} ", f" `{family.__name__}` "] for name, family in FAMILIES.items()
    ]
