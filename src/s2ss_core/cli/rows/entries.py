"""How entries of the record are named where people write them: the kind, and the parts of its id."""

from s2ss_core.errors import BadInput
from s2ss_core.events import registered
from s2ss_core.values import Cause

# The ids of releases and of others like them have several parts, and commas stand between these.
PARTS = {stored.key_space: len(stored.natural_key) for stored, _ in registered()}


def named_entry(text: str) -> Cause:
    """The entry of a text such as `visit rov-112`, or `release 1, instalment, x-trust, 1`. Raises `BadInput`."""
    name, _, identity = text.strip().partition(" ")
    if not identity.strip():
        raise BadInput(f"expected the kind and the id of an entry, such as visit rov-112, not {text!r}")
    if PARTS.get(name, 1) == 1:
        return Cause(name, (identity.strip(),))
    parts = tuple(part.strip() for part in identity.split(","))
    if len(parts) != PARTS[name] or not all(parts):
        raise BadInput(
            f"expected the {PARTS[name]} parts of the id of a {name}, with commas between them, not {identity.strip()!r}"
        )
    return Cause(name, parts)


def entry_and_amount(text: str) -> tuple[str, str]:
    """The two halves of a text such as `cost c-1 = 600.00`. Raises `BadInput`."""
    entry, equals, amount = text.rpartition("=")
    if not equals:
        raise BadInput(
            f"expected an entry and the sum that settles it, such as cost c-1 = 600.00, not {text!r}"
        )
    return entry.strip(), amount.strip()
