"""Public keys as people give them to a command: the line itself, or a file that holds it."""

from pathlib import Path

from s2ss_core.transparency.files import text_of
from s2ss_core.transparency.keys import PublicKey, public_key


def named_key(given: str) -> PublicKey:
    """The public key of a line, or of the file with this name. Raises BadInput."""
    return public_key(text_of(Path(given)) if Path(given).is_file() else given)
