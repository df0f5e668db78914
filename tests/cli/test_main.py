import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.cli import views
from s2ss_core.cli.application import COMMANDS
from s2ss_core.cli.main import main
from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.store.url_password import without_password
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def reading(*_: object) -> None:
        raise error

    monkeypatch.setattr(views, "reading", reading)


def test_without_a_command_it_says_what_there_is(s2ss: Run) -> None:
    ran = s2ss()

    assert ran.code == 0
    for command in (
        "demo",
        "record",
        "why-not",
        "log",
        "workload",
        "certificate",
        "explain",
        "history",
        "rules",
    ):
        assert f"│ {command} " in ran.out


def test_it_says_its_version(s2ss: Run) -> None:
    assert s2ss("--version").out.startswith("s2ss ")


@pytest.mark.parametrize(
    ("tokens", "says"),
    (
        (("lgo",), 'Did you mean "log"?'),
        (("log",), "For what it takes: s2ss log --help"),
        (("log", "dep-1", "--fromat", "json"), "s2ss log --help"),
        (("log", "dep-1", "--format", "xml"), '"text", "json"'),
        (("log", "dep-1"), "add --db support.db, or set S2SS_DB"),
        (("log", "dep-1", "--db", "nowhere.db"), "no store at nowhere.db"),
        (("log", "dep-1", "--db", "mongo://h"), "is not a store URL"),
        (
            ("log", "dep-1", "--as-at", "yesterday", "--db", "memory:"),
            "--as-at: expected a date such as 2024-03-15",
        ),
        (("log", "dep-1", "--as-at", "2024-02-30", "--db", "memory:"), "is not a date"),
        (("log", "dep-1", "--as-at", "2024", "--db", "memory:"), "expected a date"),
        (("log", "dep-1", "--known-at", "09:30", "--db", "memory:"), "or give a position"),
        (("log", "dep-1", "--known-at", "2024-03-15T09:30", "--db", "memory:"), "a time with its zone"),
        (("log", "dep-1", "--known-at", "2024-03-15T25:30Z", "--db", "memory:"), "is not a time"),
        (("workload", "--year", "2023/25", "--db", "memory:"), "--year: '2023/25' is not an academic year"),
        (("log", "dep-\udcff", "--db", "memory:"), "characters that are not text"),
        (("rules", "ZZ"), "no rule ZZ"),
        (("programmes", "exceed-2032"), "no programme exceed-2032"),
        (("why-not", "log-vist", "dep-1", "--db", "memory:"), "log-visit"),
    ),
)
def test_bad_usage_is_one_paragraph_that_says_what_to_do(
    s2ss: Run, tokens: tuple[str, ...], says: str
) -> None:
    assert says in s2ss(*tokens).cannot()


def test_an_interrupt_says_that_it_stopped(monkeypatch: pytest.MonkeyPatch, s2ss: Run) -> None:
    failing(monkeypatch, KeyboardInterrupt())

    assert "Stopped." in s2ss("log", "dep-1", "--db", "memory:").cannot()


@pytest.mark.parametrize(
    "error", (ValueError("odd"), RecursionError(), MemoryError(), OSError(5, "I/O error"))
)
def test_what_nobody_foresaw_is_one_paragraph_too(
    monkeypatch: pytest.MonkeyPatch, s2ss: Run, error: Exception
) -> None:
    failing(monkeypatch, error)

    s2ss("log", "dep-1", "--db", "memory:").cannot()


def test_its_details_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ValueError("odd"))
    monkeypatch.setenv("S2SS_DETAILS", "1")

    with pytest.raises(ValueError, match="odd"):
        main(["log", "dep-1", "--db", "memory:"])


@pytest.mark.parametrize("missing", ("cyclopts", "rich"))
def test_a_missing_extra_names_its_install_line(program: Run, tmp_path: Path, missing: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n")

    ran = program("rules", PYTHONPATH=str(tmp_path))

    assert "pip install 's2ss-core[cli]'" in ran.cannot()


def test_output_for_a_terminal_that_knows_no_pound_sign_is_shown_all_the_same(program: Run) -> None:
    ran = program("programmes", "exceed-2023", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert ran.code == 0
    assert "\\xa3400.00" in ran.out


PASSWORD = "s3cret"


@pytest.mark.parametrize(
    "url",
    (
        "postgresql+psycopg://joe:s3cret@h/db",
        "POSTGRESQL://joe:s3cret@h/db",
        "postgres//joe:s3cret@h/db",
        "postgresql:joe:s3cret@h/db",
        "postgresql:/joe:s3cret@h/db",
        "mysql://joe:s3cret@h/db",
        "postgresql://joe:s3cret%zz@h/db",
        "postgresql://joe:s3cret@[h/db",
        "postgresql://joe:s3cret#h/db",
        "postgresql://joe:x@s3cret:/y@127.0.0.1:1/db",
        "postgresql://joe:s3cret@127.0.0.1:1/db",
        "postgresql://h:x/db?password=s3cret",
        "host=h password='s3cret' user=joe",
        "joe:s3cret@h/db",
    ),
)
def test_a_password_is_never_repeated(s2ss: Run, url: str) -> None:
    with pytest.raises(StoreError) as refusal:
        open_store(url, wait=0.1)

    said = "".join(traceback.format_exception(refusal.value)) + s2ss("doctor", "--db", url).cannot()
    assert PASSWORD not in said


@pytest.mark.parametrize(
    "url", ("postgresql://joe@h:5432/db", "sqlite:///home/a:b@c.db", "joe.db", "postgresql://h/db?schema=a")
)
def test_what_is_no_password_is_repeated(url: str) -> None:
    assert without_password(url) == url


@pytest.mark.parametrize("command", [name for name, _ in COMMANDS])
def test_every_command_says_what_it_takes(s2ss: Run, command: str) -> None:
    ran = s2ss(command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: s2ss {command}" in ran.out
