"""Private texts for a bundle: each with the salt of its own field, so that no text discloses anything of another."""

from collections.abc import Collection
from typing import Any

from s2ss_core.store.private_texts import digest_of, field_salt, texts_in
from s2ss_core.store.recorder import Row


def disclosed(row: Row, redacted: Collection[str]) -> dict[str, dict[str, str]]:
    """The private texts of a row by their paths, each with its salt. What was redacted, erased or altered is left out.

    `redacted` holds stored names of events, such as `deployment.concern-raised`, or one with the path of a field behind it.
    """
    found: Any = texts_in(row.texts)
    name = row.topic.partition("@")[0]
    if found is None or name in redacted:
        return {}
    texts: dict[str, dict[str, str]] = {}
    for path, text in found.texts.items():
        salt = field_salt(bytes.fromhex(found.salt), path)
        if digest_of(salt, text).encode() in row.state and not _is_redacted(f"{name}{path}", redacted):
            texts[path] = {"salt": salt.hex(), "text": text}
    return texts


def _is_redacted(place: str, redacted: Collection[str]) -> bool:
    return any(place == given or place.startswith(f"{given}/") for given in redacted)
