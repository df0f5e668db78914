"""Upcasts: each turns the data of an old version of an event into data of the next version.

A key is a stored name and a version that is no longer registered. The function takes and returns the `data` object
as decoded JSON, with digests in place of private texts.
"""

from collections.abc import Callable
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}
