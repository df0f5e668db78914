"""Events are drawn of every class, and have the form that commands ask for."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.events import ConcernRaised, GrantAwarded, PlanLine, stored_name, validate
from s2ss_core.testing.strategies import event_classes, events, events_of
from s2ss_core.testing.strategies.values import values_of
from s2ss_core.values import Withheld


@pytest.mark.parametrize("cls", event_classes(), ids=lambda cls: stored_name(cls).name)
@settings(max_examples=5)
@given(data=st.data())
def test_an_event_of_any_class_has_the_form_that_commands_ask_for(
    cls: type[Any], data: st.DataObject
) -> None:
    event = data.draw(events_of(cls))

    assert type(event) is cls
    validate(event)


@given(events(ConcernRaised, GrantAwarded))
def test_events_are_of_the_classes_asked_for(event: object) -> None:
    assert isinstance(event, ConcernRaised | GrantAwarded)


@given(st.data())
def test_as_stored_an_event_may_have_what_no_command_takes(data: st.DataObject) -> None:
    def is_refused(event: Any) -> bool:
        try:
            validate(event)
        except BadInput:
            return True
        return False

    found = data.draw(events_of(ConcernRaised, as_stored=True).filter(is_refused))

    assert isinstance(found.about, str | Withheld)


@given(events_of(PlanLine))
def test_parts_of_events_are_drawn_too(line: PlanLine) -> None:
    assert line.rate >= 0


def test_a_type_that_no_event_should_have_is_refused() -> None:
    with pytest.raises(TypeError, match="no event should have a field of type <class 'float'>"):
        values_of(float, as_stored=False)
