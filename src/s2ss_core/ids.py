"""Ids: which texts name a thing, and when two of them name the same thing.

An id has 1 to 200 characters: Latin letters, digits, ASCII punctuation and blanks inside, in Unicode's form NFC. All of
them are below U+0250, so no id has an invisible sign or a look-alike of another script, and every Python gives it the
same key. No id begins as a spreadsheet's formula does.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, TypeAlias

__all__ = [
    "Comparison",
    "DocumentNumber",
    "Id",
    "RecordId",
    "among",
    "id_fault",
    "key_of",
    "number_key",
    "same",
    "same_number",
]

_LONGEST = 200
_ID = re.compile("[!-~À-ÖØ-öø-ɏ]+(?: +[!-~À-ÖØ-öø-ɏ]+)*")
_NOT_IN_IDS = re.compile("[^ -~À-ÖØ-öø-ɏ]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_FORMULA = "=+-@"  # a cell that begins so is a formula, wherever the id is written into a sheet
_RUNS = re.compile(r"[^\W\d_]+|\d+")


class Comparison(StrEnum):
    """How two ids of a field are compared."""

    BY_KEY = "by key"
    EXACTLY = "exactly"
    BY_NUMBER = "by number"


Id: TypeAlias = Annotated[str, Comparison.BY_KEY]
"""What people name: a person, an organisation, a leader, a deployment, an award. Two spellings of a key are the same id."""

RecordId: TypeAlias = Annotated[str, Comparison.EXACTLY]
"""What forms and databases name: a visit, a cost, a payment, a report. Two spellings are two ids."""

DocumentNumber: TypeAlias = Annotated[str, Comparison.BY_NUMBER]
"""A number on somebody else's document, such as an invoice: `INV-001`, `inv 1` and `INV0001` are the same number."""


def id_fault(text: str) -> str | None:
    """What is wrong with a text as an id, and what to write; None if it is an id."""
    if not text.strip():
        return "give some text, not blank"
    if len(text) > _LONGEST:
        return f"{len(text)} characters are too many for an id: at most {_LONGEST} are allowed"
    if text != unicodedata.normalize("NFC", text):
        return "a letter and its accent are two characters here: write them as one (Unicode's form NFC)"
    if strange := _NOT_IN_IDS.search(text):
        return f"{_named(strange.group())} cannot be in an id: use Latin letters, digits, blanks and ASCII punctuation"
    if not _ID.fullmatch(text):
        return "a blank is at an end: leave it out"
    if text[0] in _FORMULA:
        return f"it begins with {text[0]}, and a spreadsheet would run it as a formula: begin it with a letter or a digit"
    return None


def _named(character: str) -> str:
    unnamed = "half a character" if unicodedata.category(character) == "Cs" else "a control character"
    return f"U+{ord(character):04X} ({unicodedata.name(character, unnamed).lower()})"


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """The key of an id: two ids with the same key name the same thing.

    The key has no capitals and no blanks, and all dashes are alike: `SL 014` and `sl014` have the key `sl014`.
    """
    return _DASHES.sub("-", "".join(_folded(text).split()))


def _folded(text: str) -> str:
    while (folded := unicodedata.normalize("NFKC", text).casefold()) != text:
        text = folded
    return text


def same(one: str | None, other: str | None) -> bool:
    """Whether two ids name the same person, organisation, leader, deployment or award. None names nothing."""
    return one is not None and other is not None and (one == other or key_of(one) == key_of(other))


def among(one: str | None, others: Iterable[str]) -> bool:
    """Whether one of the others names the same."""
    return any(same(one, other) for other in others)


@lru_cache(maxsize=20_000)
def number_key(number: str) -> str:
    """The key of a document's number: its runs of letters and of digits, joined by dashes, without leading zeros.

    `INV-001`, `inv 1` and `INV0001.` have the key `inv-1`; `1-12` and `11-2` have two keys.
    """
    return "-".join(run.lstrip("0") or "0" for run in _RUNS.findall(_folded(number)))


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers on documents are the same number. None is no number."""
    return one is not None and other is not None and number_key(one) == number_key(other)
