"""One fixture enrols a back end, and whoever has none notices nothing."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

pytest_plugins = ("pytester",)

ENROLLED = """
import pytest
from s2ss_core.testing.conformance import BackEnd

GONE = "it is gone with the process"

@pytest.fixture(params=("memory", "file"))
def conforming_store(request, tmp_path):
    if request.param == "file":
        return f"sqlite:///{tmp_path}/mine.db"
    return BackEnd("memory:", cannot={"lasting": GONE, "processes": GONE, "writers' lock": GONE})
"""

WHAT_IS_IMPORTED = """
import sys, s2ss_core_pytest
print([name for name in sys.modules if name.partition(".")[0] in {"s2ss_core", "hypothesis"}])
"""


def test_a_fixture_enrols_a_back_end_once_for_each_of_its_parameters(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_mine=ENROLLED)

    ran = pytester.runpytest_inprocess(
        "-v",
        "-rs",
        "-k",
        "empty_store or stale_append or the_history_is_still_there",
        "-p",
        "no:cacheprovider",
    )

    ran.assert_outcomes(passed=2 + 3, skipped=1)
    ran.stdout.fnmatch_lines(
        [
            "*test_mine.py::TestConformingStore::test_an_empty_store_has_nothing*memory* PASSED*",
            "*test_mine.py::TestConformingStore::test_an_empty_store_has_nothing*file* PASSED*",
            "SKIPPED*lasting: it is gone with the process",
        ]
    )


def test_a_broken_back_end_that_is_enrolled_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_mine="""
        import pytest
        from s2ss_core.testing.faulty_stores import FAULTY_STORES
        from s2ss_core.testing.conformance import BackEnd

        @pytest.fixture
        def conforming_store(tmp_path):
            return BackEnd(FAULTY_STORES[0].where(tmp_path), cannot=FAULTY_STORES[0].cannot)
        """
    )

    ran = pytester.runpytest_inprocess("-k", "whatever_the_page", "-p", "no:cacheprovider")

    ran.assert_outcomes(failed=4)


def test_pytest_finds_the_plugin_and_imports_nothing_of_the_library_with_it() -> None:
    (plugin,) = (
        entry_point for entry_point in entry_points(group="pytest11") if entry_point.name == "s2ss_core"
    )

    imported = subprocess.run(
        [sys.executable, "-c", WHAT_IS_IMPORTED], capture_output=True, text=True, check=True
    )

    assert plugin.value == "s2ss_core_pytest"
    assert imported.stdout == "[]\n"
