"""Where a changed event learns to be read: data of an old version in, data of the next version out.

A key is the stored name and version that is no longer registered; the function takes and gives the `data` object as
JSON has it, private text as its digest.
"""

from collections.abc import Callable
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


def _concern_raised_2(data: dict[str, Any]) -> dict[str, Any]:
    """Nobody noted as whom a concern was raised, and nobody can know it now."""
    return data


UPCASTS: dict[tuple[str, int], Upcast] = {("deployment.concern-raised", 1): _concern_raised_2}
