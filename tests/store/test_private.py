import hashlib
import hmac
import json
from pathlib import Path

import pytest

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store import Store, open_store, recorded_of, state_of
from s2ss_core.store.decoder import read
from s2ss_core.store.private_texts import digest_of, field_salt
from s2ss_core.values import Withheld
from tests.store.given import concern, plan, raw, record, visit

SECRET = "the head asked us to keep this between ourselves"


def texts_column(file: Path, position: int = 1) -> dict[str, object]:
    with raw(file) as connection:
        (column,) = connection.execute(
            "SELECT texts FROM stored_events WHERE position = ?", (position,)
        ).fetchone()
    found: dict[str, object] = json.loads(column)
    return found


def test_an_entry_holds_the_salted_digest_of_private_text_and_never_the_text(store: Store) -> None:
    record(store, "d-1", concern(SECRET))

    state = next(store.entries())[1]
    withheld = store.read("d-1", texts=False)[0].event.about

    assert SECRET.encode() not in state
    assert json.loads(state)["data"]["about"] == withheld.digest
    assert hashlib.sha256(SECRET.encode()).hexdigest() not in withheld.digest


def test_the_same_text_has_another_digest_in_every_row_and_every_field(store: Store) -> None:
    record(
        store,
        "d-1",
        concern(SECRET),
        plan(problem=SECRET, objectives=(SECRET, SECRET), stops=(SECRET, SECRET)),
    )

    first, second = (recorded.event for recorded in store.read("d-1", texts=False))
    digests = [first.about, second.problem, *(o.text for o in second.objectives), *second.stops]

    assert all(isinstance(digest, Withheld) for digest in digests)
    assert len(set(digests)) == 6


def test_private_text_deep_inside_an_event_is_put_back_where_it_was(store: Store) -> None:
    event = plan(problem="p", objectives=("first", "second"), stops=("", "p"))

    record(store, "d-1", event)

    assert store.read("d-1")[0].event == event


def test_the_digest_is_the_one_that_is_documented(file: Path, url: str) -> None:
    with open_store(url) as store:
        record(store, "d-1", plan(problem="p", objectives=("first",)))
        withheld = store.read("d-1", texts=False)[0].event.objectives[0].text

    texts = texts_column(file)
    salt = hmac.new(bytes.fromhex(str(texts["salt"])), b"/objectives/0/text", "sha256").digest()[:16]

    assert texts["texts"] == {"/problem": "p", "/objectives/0/text": "first"}
    assert withheld.digest == "sha256:" + hashlib.sha256(salt + b"first").hexdigest()
    assert len(bytes.fromhex(str(texts["salt"]))) == 16


def test_known_salts_and_digests_stay_what_they_are() -> None:
    salt = field_salt(bytes(range(16)), "/focus")

    assert salt.hex() == hmac.new(bytes(range(16)), b"/focus", hashlib.sha256).hexdigest()[:32]
    assert digest_of(salt, "é") == "sha256:" + hashlib.sha256(salt + b"\xc3\xa9").hexdigest()


def test_a_text_without_letters_is_a_text(store: Store) -> None:
    record(store, "d-1", concern(""))

    assert store.read("d-1")[0].event.about == ""
    assert store.erase(1) == 1
    assert isinstance(store.read("d-1")[0].event.about, Withheld)


def test_erasing_withholds_the_texts_and_changes_no_stored_byte(store: Store) -> None:
    record(store, "d-1", plan(problem="p", objectives=("first", "second")), concern("kept"))
    before = list(store.entries())

    assert store.erase(1) == 3

    assert list(store.entries()) == before
    erased, kept = store.read("d-1")
    assert isinstance(erased.event.problem, Withheld)
    assert all(isinstance(objective.text, Withheld) for objective in erased.event.objectives)
    assert kept.event.about == "kept"
    assert state_of(erased) == before[0][1]


@pytest.mark.parametrize("length", (1, 100))
def test_no_byte_of_an_erased_text_is_left_in_any_file(file: Path, url: str, length: int) -> None:
    with open_store(url) as store:
        record(store, "d-1", concern(SECRET * length), *map(visit, range(50)))
    assert SECRET.encode() in file.read_bytes()

    with open_store(url) as store:
        record(store, "d-2", concern(SECRET * length))
        assert any(SECRET.encode() in path.read_bytes() for path in file.parent.glob("*-wal"))
        store.erase(1)
        store.erase(52)

        assert [path.name for path in file.parent.iterdir() if SECRET.encode() in path.read_bytes()] == []
        assert isinstance(store.read("d-1")[0].event.about, Withheld)


def test_erasing_that_a_reader_holds_up_says_that_it_is_not_finished(file: Path, url: str) -> None:
    with open_store(url, wait=0.2) as store, raw(file) as reader:
        record(store, "d-1", concern(SECRET))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM stored_events").fetchone()

        with pytest.raises(StoreError, match="Erase it again to finish"):
            store.erase(1)
        reader.execute("ROLLBACK")
        store.erase(1)

        assert [path.name for path in file.parent.iterdir() if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    "column",
    (
        "{}",
        "not json",
        "",
        "[1]",
        '{"salt":"zz","texts":{"/about":"x"}}',
        '{"salt":"00","texts":{"/about":"x"}}',
        '{"salt":7,"texts":{}}',
        '{"salt":"00","texts":{"/about":7}}',
        '{"salt":"00","texts":{"/about":"x"},"more":1}',
    ),
)
def test_texts_that_were_tampered_with_are_withheld_and_stop_nobody(store: Store, column: str) -> None:
    record(store, "d-1", concern(SECRET))
    (row,) = store._entries.page(after=0, upto=None, limit=1, texts=True)

    assert isinstance(read(row._replace(texts=column)).event.about, Withheld)


def test_an_altered_text_is_withheld_and_the_others_are_not(file: Path, url: str) -> None:
    with open_store(url) as store:
        event = plan(problem="p", objectives=("first", "second"))
        record(store, "d-1", event)
        texts = json.dumps(texts_column(file)).replace('"first"', '"forged"')
        with raw(file) as connection:
            connection.execute("DROP TRIGGER history_is_not_changed")
            connection.execute("UPDATE stored_events SET texts = ?", (texts,))

        altered = store.read("d-1")[0].event

    assert isinstance(altered.objectives[0].text, Withheld)
    assert altered.objectives[1].text == "second"
    assert altered.problem == "p"


def test_text_that_looks_like_a_digest_is_text(store: Store) -> None:
    text = "sha256:" + "0f" * 32

    record(store, "d-1", concern(text))

    assert store.read("d-1")[0].event.about == text
    assert text.encode() not in next(store.entries())[1]


def test_an_event_with_its_texts_has_no_stored_bytes_of_its_own(store: Store) -> None:
    recorded = record(store, "d-1", concern(SECRET))[0]

    with pytest.raises(BadInput, match="texts=False"):
        state_of(recorded)


def test_stored_bytes_can_be_read_by_themselves(store: Store) -> None:
    record(store, "d-1", concern(SECRET))
    position, state = next(store.entries())

    assert recorded_of(state, position=position) == store.read("d-1", texts=False)[0]
