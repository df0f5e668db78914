"""Hypothesis strategies for values, events and whole histories. They need `pip install hypothesis`.

@given(events())
def test_our_search_index_takes_every_event(event): ...

@given(histories(most_deviations=3))
def test_our_export_takes_every_history(history): ...
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
