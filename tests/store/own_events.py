"""An event that only tests have: the library knows it inside a block, in one form or another."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from s2ss_core.events import recorded_as, registry
from s2ss_core.store import decoder
from s2ss_core.store.upcasts import UPCASTS, Upcast

NAME = "deployment.visit-postponed"


@contextmanager
def library_with(
    fields: Mapping[str, Any],
    *,
    none: Mapping[str, Any] | None = None,
    version: int = 1,
    upcasts: Mapping[int, Upcast] | None = None,
) -> Iterator[Any]:
    """Until the block ends, the library knows one event more, with these fields and these that default to none."""
    optional = none or {}
    body = {"__annotations__": {**fields, **optional}, **dict.fromkeys(optional)}
    with (
        patch.dict(registry._names),
        patch.dict(registry._classes),
        patch.dict(decoder._decoders),
        patch.dict(UPCASTS, {(NAME, old): upcast for old, upcast in (upcasts or {}).items()}),
    ):
        yield recorded_as(NAME, version=version)(type("VisitPostponed", (), body))
