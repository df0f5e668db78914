"""Keys of ids and of documents' numbers are part of the stored format: they are the same on every Python that is here."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import s2ss_core.ids
from tests.test_ids import KEYS, NO_IDS, NUMBERS

VERSIONS = ("3.11", "3.12", "3.13")
# Loads the one file, which needs nothing but the standard library, and keys the vectors and, in several places of a text,
# every character that an id may have.
PROGRAM = """
import hashlib, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("ids", sys.argv[1])
ids = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ids)
keys, numbers, faults = json.load(sys.stdin)
letters = [chr(code) for code in range(0x20, 0x250)]
texts = [shape.format(letter) for letter in letters for shape in ("{}", "a{}1", "0{}a", "{0}{0}", "e{}\\u0301")]
every = hashlib.sha256()
for text in texts:
    every.update(repr((ids.id_fault(text), ids.key_of(text), ids.number_key(text))).encode())
json.dump(
    {
        "version": sys.version.split()[0],
        "keys": [ids.key_of(text) for text in keys],
        "numbers": [ids.number_key(text) for text in numbers],
        "faults": [ids.id_fault(text) for text in faults],
        "every": every.hexdigest(),
    },
    sys.stdout,
)
"""
VECTORS = json.dumps([list(KEYS), list(NUMBERS), list(NO_IDS)])


def pythons() -> list[str]:
    """Another Python of each version that is found: on the path, or among those of pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found: list[str] = []
    for version in VERSIONS:
        installed = sorted(root.glob(f"{version}.*/bin/python{version}"))
        named = [str(path) for path in installed] or [shutil.which(f"python{version}") or ""]
        found += [python for python in named if python and runs(python)]
    return found


def runs(python: str) -> bool:
    """Whether a program of that name is a Python that can be run."""
    asked = subprocess.run([python, "-I", "-c", "print(3)"], capture_output=True, text=True, check=False)
    return asked.stdout == "3\n"


@cache
def keyed_by(python: str) -> dict[str, object]:
    """The keys that a Python makes."""
    ran = subprocess.run(
        [python, "-I", "-c", PROGRAM, s2ss_core.ids.__file__],
        input=VECTORS, capture_output=True, text=True, check=True,
    )  # fmt: skip
    keyed: dict[str, object] = json.loads(ran.stdout)
    return keyed


@pytest.mark.parametrize("python", pythons())
def test_every_python_makes_the_same_keys(python: str) -> None:
    keyed, ours = keyed_by(python), keyed_by(sys.executable)

    assert keyed["keys"] == list(KEYS.values())
    assert keyed["numbers"] == list(NUMBERS.values())
    assert all(keyed["faults"])  # type: ignore[arg-type]
    assert {**keyed, "version": ours["version"]} == ours
