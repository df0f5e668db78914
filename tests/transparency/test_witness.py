"""A witness cosigns only what continues what it cosigned before; both sides exchange files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.transparency import LogHead, SignedCheckpoint, SignedNote, cosigned, request_of, secret_key
from s2ss_core.transparency.keys import WITNESS, PublicKey
from s2ss_core.transparency.witness import read_request, witnessed_file
from tests.transparency.given import ORIGIN, key_file, leaves, mth, subproof

AT = 1_732_000_000


@pytest.fixture
def log(tmp_path: Path) -> tuple[Path, PublicKey]:
    return key_file(tmp_path)


@pytest.fixture
def witness(tmp_path: Path) -> tuple[Path, PublicKey]:
    return key_file(tmp_path, "auditor.example/w1", WITNESS)


def checkpoint(log: Path, over: list[bytes]) -> SignedCheckpoint:
    head = LogHead(ORIGIN, len(over), mth(over))
    return SignedCheckpoint(head, SignedNote(head.text).signed(secret_key(log.read_text())))


def request(log: Path, over: list[bytes], old: int) -> bytes:
    proof = subproof(old, over) if old else []
    return request_of(checkpoint(log, over), old, tuple(proof)).encode()


def test_a_witness_cosigns_the_first_checkpoint_and_one_that_continues_it(
    log: tuple[Path, PublicKey], witness: tuple[Path, PublicKey]
) -> None:
    first = cosigned(request(log[0], leaves(5), 0), witness[0], log[1], at=AT)
    second = cosigned(request(log[0], leaves(9), 5), witness[0], log[1], at=AT + 60)

    for answer in (first, second):
        assert answer.note.is_signed_by(log[1])
        assert answer.note.is_signed_by(witness[1])
    assert witnessed_file(witness[0], ORIGIN).read_text() == str(second.note)


def test_a_witness_cosigns_no_second_history(
    log: tuple[Path, PublicKey], witness: tuple[Path, PublicKey]
) -> None:
    cosigned(request(log[0], leaves(5), 0), witness[0], log[1], at=AT)
    other = [*leaves(4), leaves(7)[-1], *leaves(2)]

    with pytest.raises(StoreError, match="shows two histories"):
        cosigned(request(log[0], other, 5), witness[0], log[1], at=AT)
    with pytest.raises(StoreError, match="shows two histories"):
        cosigned(request(log[0], other[:5], 5), witness[0], log[1], at=AT)


def test_a_request_from_another_size_is_refused_with_the_size_that_it_needs(
    log: tuple[Path, PublicKey], witness: tuple[Path, PublicKey]
) -> None:
    cosigned(request(log[0], leaves(5), 0), witness[0], log[1], at=AT)

    with pytest.raises(BadInput, match="cosigned 5 entries of this log last, and the request begins at 4"):
        cosigned(request(log[0], leaves(9), 4), witness[0], log[1], at=AT)
    older = request_of(checkpoint(log[0], leaves(4)), 5, ()).encode()
    with pytest.raises(BadInput, match="The checkpoint has 4 entries, and the witness cosigned 5 already"):
        cosigned(older, witness[0], log[1], at=AT)


def test_a_checkpoint_that_the_log_did_not_sign_is_not_cosigned(
    log: tuple[Path, PublicKey], witness: tuple[Path, PublicKey], tmp_path: Path
) -> None:
    impostor, _ = key_file(tmp_path / "..", f"{tmp_path.name}.example")
    with pytest.raises(BadInput, match="was not signed by"):
        cosigned(request(impostor, leaves(5), 0), witness[0], log[1], at=AT)
    impostor.unlink()


@pytest.mark.parametrize(
    "written", (b"", b"\n\n", b"old 0", b"new 0\n\n", b"old 00\n\na", b"old 0\nAAAA\n\na", b"old \xff\n\na")
)
def test_what_is_no_request_is_refused(written: bytes) -> None:
    with pytest.raises(BadInput):
        read_request(written)


@given(st.integers(min_value=0), st.integers(0, 255))
def test_a_request_with_one_other_byte_is_never_cosigned_as_something_else(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("witness")
    (log, public), (witness, _) = key_file(folder), key_file(folder, "w", WITNESS)
    cosigned(request(log, leaves(5), 0), witness, public, at=AT)
    written = bytearray(request(log, leaves(9), 5))
    written[place % len(written)] = byte

    try:
        answer = cosigned(bytes(written), witness, public, at=AT)
    except (BadInput, StoreError):
        return

    assert answer.head == LogHead(ORIGIN, 9, mth(leaves(9)))
