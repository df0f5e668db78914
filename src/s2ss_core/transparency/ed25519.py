"""Signatures by Ed25519, as RFC 8032 defines them. They need the package `cryptography`."""

from typing import Any

from s2ss_core.errors import MissingExtra

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def new_seed() -> bytes:
    """The secret half of a new pair of keys, 32 random bytes. Raises MissingExtra."""
    return bytes(_module().Ed25519PrivateKey.generate().private_bytes_raw())


def public_of(seed: bytes) -> bytes:
    """The public half of a pair of keys, 32 bytes. Raises MissingExtra."""
    return bytes(_private(seed).public_key().public_bytes_raw())


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature of a message, 64 bytes: always the same for the same key. Raises MissingExtra."""
    return bytes(_private(seed).sign(message))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is that of a message by this key. Raises MissingExtra."""
    module = _module()
    try:
        module.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (_invalid(), ValueError):
        return False
    return True


def _private(seed: bytes) -> Any:
    return _module().Ed25519PrivateKey.from_private_bytes(seed)


def _module() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 -- an extra
    except ImportError:
        raise MissingExtra(
            "Signatures need the package cryptography, which is not installed: pip install 's2ss-core[log]'"
        ) from None
    return ed25519


def _invalid() -> type[Exception]:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- an extra

    return InvalidSignature
