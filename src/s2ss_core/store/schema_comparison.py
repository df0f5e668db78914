"""Compare the tables, triggers and other objects of a database with those that this library creates."""

from collections.abc import Iterator, Mapping

Objects = Mapping[str, tuple[str, str]]  # by name: the kind, and the definition


def differences(needed: Objects, known: Objects, found: Objects) -> Iterator[str]:
    """What is missing, changed or added, in words. Objects that are `known` may be there; those `needed` must be."""
    for name, (kind, definition) in needed.items():
        if name not in found:
            yield f"The {kind} {name} is missing: somebody removed it. Restore a backup, or ask who changed the database."
        elif found[name] != (kind, definition):
            yield f"The {kind} {name} is not as s2ss_core creates it: somebody changed it. Restore a backup, or ask who did."
    for name, (kind, definition) in found.items():
        if name not in needed and known.get(name) != (kind, definition):
            yield f"The {kind} {name} is not from s2ss_core and may change what is recorded. Ask who added it."
