"""Private texts that a bundle discloses: each must have the digest that stands in its entry."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from s2ss_verify.canonical import NotCanonical, canonical, parsed
from s2ss_verify.report import Report

SALT = re.compile(r"[0-9a-f]{32}")


def read_disclosed(line: bytes) -> tuple[int, Mapping[str, Any]] | None:
    """The position of a line of texts, and its texts by their paths; None if it is malformed."""
    try:
        found = parsed(line)
        if not isinstance(found, dict) or canonical(found) != line or found.keys() != {"position", "texts"}:
            return None
    except NotCanonical:
        return None
    position, texts = found["position"], found["texts"]
    return (position, texts) if type(position) is int and isinstance(texts, dict) and texts else None


def check_texts(position: int, data: Any, texts: Mapping[str, Any], report: Report) -> None:
    """Compare the texts of an entry with the digests in its data."""
    for path, disclosed in texts.items():
        report.count("private texts")
        if not _is_right(_at(data, path), disclosed):
            report.wrong("text", f"the private text {path} is not the one that was recorded", position)


def _is_right(digest: Any, disclosed: Any) -> bool:
    if not isinstance(disclosed, dict) or disclosed.keys() != {"salt", "text"}:
        return False
    salt, text = disclosed["salt"], disclosed["text"]
    if not isinstance(salt, str) or not isinstance(text, str) or not SALT.fullmatch(salt):
        return False
    return bool(digest == "sha256:" + sha256(bytes.fromhex(salt) + text.encode()).hexdigest())


def _at(data: Any, path: str) -> Any:
    """The value at a path such as `/objectives/0/text`."""
    if not path.startswith("/"):
        return None
    for part in path[1:].split("/"):
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isascii() and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data
