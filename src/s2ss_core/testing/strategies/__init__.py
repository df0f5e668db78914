"""Hypothesis strategies for all that the record is made of, from a sum of money to a whole history.

`pip install hypothesis` beside the library; everything here is drawn as any strategy is:

    @given(events())
    def test_our_search_index_takes_every_event(event): ...
"""

from s2ss_core.testing.strategies.events import event_classes, events, events_of
from s2ss_core.testing.strategies.histories import (
    Breach,
    History,
    adversarial_commands,
    breaches,
    commands,
    histories,
)
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES, WITHOUT
from s2ss_core.testing.strategies.values import (
    academic_years,
    dates,
    days,
    digests,
    moneys,
    private_texts,
    storable,
    sums,
    tellable,
    terms,
    texts,
    times,
    urns,
    whole_numbers,
    withheld,
    words,
)

__all__ = [
    "RULE_BREACHES",
    "WITHOUT",
    "Breach",
    "History",
    "academic_years",
    "adversarial_commands",
    "breaches",
    "commands",
    "dates",
    "days",
    "digests",
    "event_classes",
    "events",
    "events_of",
    "histories",
    "moneys",
    "private_texts",
    "storable",
    "sums",
    "tellable",
    "terms",
    "texts",
    "times",
    "urns",
    "whole_numbers",
    "withheld",
    "words",
]
