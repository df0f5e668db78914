"""Ids: what may be one, and when two of them name the same. These keys are part of the stored format."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.ids import among, id_fault, key_of, number_key, same, same_number
from s2ss_core.testing.strategies.values import ids

KEYS = {
    "sl-014": "sl-014",
    "SL-014": "sl-014",
    "SL - 014": "sl-014",
    "sl014": "sl014",
    "sl\u2011014": "sl-014",
    "St Bénédict": "stbénédict",
    "st-be\u0301nédict": "st-bénédict",
    "Straße 1": "strasse1",
    "İstanbul": "i\u0307stanbul",
    "ŀ-1": "l·-1",
    "Dǆ": "ddž",
    "a.b_c/d": "a.b_c/d",
    "ſ": "s",
}

NUMBERS = {
    "INV-001": "inv-1",
    "inv1": "inv-1",
    "INV 0001.": "inv-1",
    "INV/001": "inv-1",
    "1-12": "1-12",
    "1 12": "1-12",
    "RP C 1": "rp-c-1",
    "RP-C-1": "rp-c-1",
    "RPC1": "rpc-1",
    "11-2": "11-2",
    "112": "112",
    "000": "0",
    "2024/0007b": "2024-7-b",
    "CN–1": "cn-1",
    "Nº 5": "no-5",
}

NO_IDS = {
    "": "blank",
    "  ": "blank",
    "sl-014 ": "at an end",
    " sl-014": "at an end",
    "sl\u200b014": "U+200B (zero width space)",
    "\ufeffsl-014": "U+FEFF (zero width no-break space)",
    "sl\u00ad014": "U+00AD (soft hyphen)",
    "sl\u2011014": "U+2011 (non-breaking hyphen)",
    "sl\u00a0014": "U+00A0 (no-break space)",
    "ѕl-014": "U+0455 (cyrillic small letter dze)",
    "sl\u202e014": "U+202E (right-to-left override)",
    "sl-０１４": "U+FF10 (fullwidth digit zero)",
    "sl-014\n": "U+000A (a control character)",
    "a\ud800": "U+D800 (half a character)",
    "5 × 3": "U+00D7 (multiplication sign)",
    "be\u0301n": "NFC",
    "x" * 201: "at most 200",
    "=1+1": "begins with =, and a spreadsheet would run it as a formula",
    "@sum": "begins with @",
    "+44": "begins with +",
    "-7": "begins with -",
    "\tx": "U+0009",
}


@pytest.mark.parametrize(("text", "key"), KEYS.items())
def test_the_key_of_an_id_never_changes(text: str, key: str) -> None:
    assert key_of(text) == key
    assert same(text, key)


@pytest.mark.parametrize(("number", "key"), NUMBERS.items())
def test_the_key_of_a_documents_number_never_changes(number: str, key: str) -> None:
    assert number_key(number) == key


@pytest.mark.parametrize(("text", "fault"), NO_IDS.items(), ids=map(ascii, NO_IDS))
def test_a_text_that_people_would_take_for_another_is_not_an_id(text: str, fault: str) -> None:
    assert fault in (id_fault(text) or "")


@pytest.mark.parametrize("text", ("x" * 200, "a b  c", "O'Neill & Söhne (2)", "ÿ", "ɏ", "~!", "100001"))
def test_latin_letters_digits_blanks_inside_and_punctuation_are_ids(text: str) -> None:
    assert id_fault(text) is None


@given(ids)
def test_a_key_is_its_own_key_and_an_id_is_its_own_normal_form(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)
    assert id_fault(text) is None
    assert unicodedata.normalize("NFC", text) == text


@given(st.text(max_size=30))
def test_any_text_has_a_key_that_is_its_own_key_or_is_no_id(text: str) -> None:
    assert id_fault(text) or key_of(key_of(text)) == key_of(text)


def test_none_is_the_same_as_nothing() -> None:
    assert not same(None, None)
    assert not same("a", None)
    assert not same_number(None, None)
    assert not among(None, ("a",))


def test_one_of_the_others_is_found_in_any_spelling() -> None:
    assert among("SL 014", ("sl-9", "sl014"))
    assert not among("SL 014", ("sl-9", "sl-0-14"))
    assert same_number("INV-7", "inv007")
    assert not same_number("INV-7", "INV-70")
