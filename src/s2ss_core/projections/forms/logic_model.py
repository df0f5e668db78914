"""The chains of a logic model: from an active ingredient, over what is done, to what should follow."""

from collections.abc import Iterator, Mapping, Sequence

from s2ss_core.events import Element


def chains(elements: Sequence[Element]) -> Iterator[str]:
    """Every way from an element that follows from nothing to one from which nothing follows: `i-1 → a-1 → o-1`.

    An element that nothing links is no way. Links that go round in a circle are followed once.
    """
    led_to: dict[str, list[str]] = {element.id: [] for element in elements}
    for element in elements:
        for earlier in element.of:
            led_to.setdefault(earlier, []).append(element.id)
    for element in elements:
        if not element.of and led_to[element.id]:
            yield from (" → ".join(way) for way in _ways((element.id,), led_to))


def _ways(way: tuple[str, ...], led_to: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    onward = [later for later in led_to[way[-1]] if later not in way]
    if not onward:
        yield way
    for later in onward:
        yield from _ways((*way, later), led_to)
