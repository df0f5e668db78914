"""Where a changed event learns to be read: data of an old version in, data of the next version out.

Empty until an event first changes. A key is the stored name and version that is no longer registered; the
function takes and gives the `data` object as JSON has it, private text as its digest.
"""

from collections.abc import Callable
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}
