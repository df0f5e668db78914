"""Signed notes, keys and checkpoints: published examples, and everything that is not the form of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.transparency import new_key, public_key, secret_key, signed_checkpoint, signed_note
from s2ss_core.transparency.keys import LOG, WITNESS
from s2ss_core.transparency.signed_note import SignedNote

# The example of Go's package for signed notes.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
HEAD = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
LOG_KEY, OTHER_KEY, WITNESS_KEY = (
    new_key("example.com/a", LOG),
    new_key("example.com/a", LOG),
    new_key("w", WITNESS),
)
NOTE = SignedNote(HEAD).signed(LOG_KEY).cosigned(WITNESS_KEY, 1_700_000_000)


def test_the_published_example_is_signed_by_its_key() -> None:
    assert signed_note(EXAMPLE.encode()).is_signed_by(public_key(EXAMPLE_KEY))
    assert str(signed_note(EXAMPLE.encode())) == EXAMPLE
    assert str(public_key(EXAMPLE_KEY)) == EXAMPLE_KEY


def test_a_key_is_read_as_it_was_written() -> None:
    for key in (LOG_KEY, WITNESS_KEY):
        assert secret_key(key.text) == key
        assert public_key(str(key.public)) == key.public


def test_a_note_is_signed_by_the_keys_that_signed_it_and_by_no_other() -> None:
    assert NOTE.is_signed_by(LOG_KEY.public)
    assert NOTE.is_signed_by(WITNESS_KEY.public)
    assert not NOTE.is_signed_by(OTHER_KEY.public)
    assert signed_note(str(NOTE).encode()) == NOTE


def test_a_key_that_signs_again_takes_the_place_of_its_line() -> None:
    again = NOTE.cosigned(WITNESS_KEY, 1_800_000_000)

    assert len(again.signatures) == 2
    assert again.is_signed_by(WITNESS_KEY.public)
    assert NOTE.signed(LOG_KEY).signatures[-1] == NOTE.signatures[0]


@given(st.integers(0, len(str(NOTE).encode()) - 1), st.integers(0, 7))
def test_a_note_with_one_other_bit_is_malformed_or_signed_by_nobody(place: int, bit: int) -> None:
    written = bytearray(str(NOTE).encode())
    written[place] ^= 1 << bit

    try:
        note = signed_note(bytes(written))
    except BadInput:
        return

    assert not (note.is_signed_by(LOG_KEY.public) and note.is_signed_by(WITNESS_KEY.public))


@pytest.mark.parametrize(
    "written",
    (
        b"", b"\n", b"\n\n", b"a\n\n", b"a\n\nb\n", b"a\n\n- a AAAAAAAA\n", "a\n\n— a AAAAAAAA".encode(),
        "a\n\n— a AAAA\n".encode(), "a\n\n— a AAAAAAA\n".encode(), "a\n\n— a+b AAAAAAAA\n".encode(),
        "a\n\n—  AAAAAAAA\n".encode(), "a\r\n\n— a AAAAAAAA\n".encode(), b"\xff\n\n", b"a" * 200_000,
        "a\n\n— a AAAAAAAA\n\n".encode(), ("a\n\n" + "— a AAAAAAAA\n" * 101).encode(),
    ),
)  # fmt: skip
def test_what_is_no_note_is_refused_and_says_so(written: bytes) -> None:
    with pytest.raises(BadInput, match="This is not a signed note"):
        signed_note(written)


@pytest.mark.parametrize(
    "text",
    (
        "a\n1\n", f"a\n01\n{ROOT}\n", f"a\n-1\n{ROOT}\n", f"a\n+1\n{ROOT}\n", f"a\n1 \n{ROOT}\n", f"\n1\n{ROOT}\n",
        f"a\n1\n{ROOT[:-2]}=\n", f"a\n1\n{ROOT}\nmore\n", f"a\n٣\n{ROOT}\n", f"a\n{10**30}\n{ROOT}\n",
    ),
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"not a checkpoint|not a signed note"):
        signed_checkpoint(str(SignedNote(text).signed(LOG_KEY)).encode())


def test_a_checkpoint_says_what_is_in_it() -> None:
    head = signed_checkpoint(str(NOTE).encode()).head

    assert (head.origin, head.size, head.text) == ("example.com/behind-the-sofa", 20852163, HEAD)


@pytest.mark.parametrize(
    "text",
    ("", "a", "a+b+c", EXAMPLE_KEY[:-1], EXAMPLE_KEY.replace("530d903a", "530d903b"), EXAMPLE_KEY.replace("foo", "bar"), "PRIVATE+KEY+a+b+c"),
)  # fmt: skip
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="public key"):
        public_key(text)
    with pytest.raises(BadInput, match="secret key"):
        secret_key(text)


@pytest.mark.parametrize("name", ("", "a b", "a+b", "a\nb", "a\N{NO-BREAK SPACE}b", "a\x00"))
def test_a_key_has_a_name_that_a_line_can_hold(name: str) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a key"):
        new_key(name, LOG)


def test_a_secret_key_is_in_no_text_that_may_be_shown() -> None:
    assert LOG_KEY.seed.hex() not in repr(LOG_KEY)
    assert str(LOG_KEY.seed) not in repr(LOG_KEY)
