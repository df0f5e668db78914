"""Fill instances of frozen classes quickly, where every field is known to be right."""

from typing import Any


def thawed(cls: Any) -> Any:
    """A class like a frozen one, whose new instances can be filled; then set their `__class__` to the frozen one.

    A frozen class guards every field it sets, which costs more than all else that is done with a field that is read.
    """
    free = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls.__name__, (cls,), free)
