"""Tests of private data beside the history, which can be erased: private texts and the directory of people."""

import pytest

from s2ss_core.errors import NotFound
from s2ss_core.store import Entry, Store, state_of
from s2ss_core.testing.conformance.capabilities import Conforming, needs
from s2ss_core.testing.samples import concern, record, visit
from s2ss_core.values import Withheld

PRIVATE = "the head asked us to keep this between ourselves"


class PrivateTexts(Conforming):
    """Private text is never in the stored bytes, and its erasure does not change them."""

    @needs("private texts")
    def test_a_private_text_is_read_with_its_event_and_is_not_in_the_stored_bytes(self, store: Store) -> None:
        record(store, "d-1", concern(PRIVATE), visit(1, focus="phonics"))

        assert [recorded.event for recorded in store.read("d-1")] == [
            concern(PRIVATE),
            visit(1, focus="phonics"),
        ]
        assert [recorded.event for recorded in store.history()] == [
            concern(PRIVATE),
            visit(1, focus="phonics"),
        ]
        assert not any(PRIVATE.encode() in state or b"phonics" in state for _, state in store.entries())

    @needs("private texts")
    def test_without_texts_every_private_text_is_withheld(self, store: Store) -> None:
        record(store, "d-1", concern(PRIVATE))

        for recorded in (*store.read("d-1", texts=False), *store.history(texts=False)):
            assert isinstance(recorded.event.about, Withheld)
        assert store.read("d-1")[0].event.about == PRIVATE

    @needs("private texts")
    def test_erasing_withholds_the_texts_of_one_entry_and_changes_no_stored_byte(self, store: Store) -> None:
        first, _ = record(store, "d-1", concern(PRIVATE), concern("kept"))
        before = list(store.entries())

        assert store.erase(first.position) == 1

        erased, kept = store.read("d-1")
        assert isinstance(erased.event.about, Withheld)
        assert kept.event.about == "kept"
        assert list(store.entries()) == before
        assert state_of(erased) == before[0][1]

    @needs("private texts")
    def test_erasing_twice_or_where_there_is_no_text_erases_nothing(self, store: Store) -> None:
        first, second = record(store, "d-1", concern(PRIVATE), visit(1))

        assert [store.erase(at) for at in (first.position, first.position, second.position)] == [1, 0, 0]

    @needs("private texts")
    def test_an_erasure_at_a_position_without_an_entry_is_an_error(self, store: Store) -> None:
        record(store, "d-1", concern(PRIVATE))

        for position in (0, store.newest() + 1, -1):
            with pytest.raises(NotFound, match=f"No entry at position {position}"):
                store.erase(position)

    def test_withheld_text_is_stored_as_the_digest_it_is(self, store: Store) -> None:
        withheld = Withheld("sha256:" + "0f" * 32)

        record(store, "d-1", concern(withheld))

        assert store.read("d-1")[0].event.about == withheld


class WhoIsWho(Conforming):
    """The directory is not part of the history, and its entries can be deleted."""

    @needs("directory")
    def test_the_directory_knows_who_was_entered(self, store: Store) -> None:
        amina = Entry(id="sl-014", name="Amina Shah", email="a@school.example", telephone="01632 960001")
        store.directory.enter("sl-014", name=amina.name, email=amina.email, telephone=amina.telephone)
        store.directory.enter("u-7")

        assert store.directory.look_up("sl-014") == amina
        assert store.directory.look_up("u-7") == Entry(id="u-7")
        assert store.directory.look_up("nobody") is None
        assert store.directory.known() == ("sl-014", "u-7")
        assert store.newest() == 0

    @needs("directory")
    def test_entering_again_replaces_what_was_there(self, store: Store) -> None:
        store.directory.enter("sl-014", name="Amina Shah", email="a@school.example")
        store.directory.enter("sl-014", name="Amina Khan")

        assert store.directory.look_up("sl-014") == Entry(id="sl-014", name="Amina Khan")

    @needs("directory")
    def test_the_directory_forgets(self, store: Store) -> None:
        store.directory.enter("sl-014", name="Amina Shah")
        store.directory.enter("sl-015", name="Ben Okoro")

        store.directory.forget("sl-014")
        store.directory.forget("nobody")

        assert store.directory.look_up("sl-014") is None
        assert store.directory.known() == ("sl-015",)
