"""Validation of new events against their field types."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.events import (
    Commitment,
    PointForSchool,
    Quantity,
    VisitLogged,
    derived_fields,
    registered,
    validate,
)
from s2ss_core.events._checks import LONGEST_TEXT, LONGEST_WORD
from s2ss_core.events.validation import MOST_ITEMS
from s2ss_core.values import LARGEST_INTEGER, AcademicYear, Days, Money, Term, Urn, Withheld
from tests.aggregates.histories import (
    A_TEACHER,
    BROKERED,
    CERTIFIED,
    COST,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    PLAN_APPROVED,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SCHOOL,
    VISIT,
    WHEN_CLOSED,
    changed,
)

EVENTS: list[type[Any]] = [cls for _, cls in registered()]
UNFILLED = changed(BROKERED, digest="")


def faults(event: object) -> str:
    """What is wrong with it, in words."""
    with pytest.raises(BadInput) as refusal:
        validate(event)
    return str(refusal.value)


@pytest.mark.parametrize(
    "event",
    [event for event in WHEN_CLOSED if not derived_fields(type(event))],
    ids=lambda event: type(event).__name__,
)
def test_a_valid_event_passes(event: object) -> None:
    validate(event)


def test_one_error_names_every_invalid_field() -> None:
    message = faults(changed(VISIT, on="2024-01-16", leader=7, quantity=1))

    assert message.startswith("visit-logged cannot be recorded: ")
    assert "on: give a date, not str '2024-01-16'" in message
    assert "leader: give text, not int 7" in message
    assert "quantity: give Days, such as Days('0.5'), not int 1" in message


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    (
        ("on", datetime(2024, 1, 16, tzinfo=UTC), "on: give a date, not datetime"),
        ("on", None, "on: give a date, not NoneType None"),
        ("on", date(1999, 12, 31), "on: 1999-12-31 is not within 2000-01-01 to 2199-12-31"),
        ("on", date(2200, 1, 1), "on: 2200-01-01 is not within"),
        ("visit", "", "visit: give some text, not blank"),
        ("visit", " \t", "visit: give some text, not blank"),
        ("visit", None, "visit: give text, not NoneType None"),
        ("visit", b"v-1", "visit: give text, not bytes b'v-1'"),
        ("visit", Term("2024-spring"), "visit: give text, not Term"),
        ("unit", "fortnight", "unit: 'fortnight' is not one of day, half-day, twilight, hour, item"),
        ("unit", None, "unit: None is not one of"),
        ("unit", ("day",), "unit: ('day',) is not one of"),
        ("quantity", Decimal(1), "quantity: give Days, such as Days('0.5'), not Decimal"),
        ("quantity", 0.5, "quantity: give Days, such as Days('0.5'), not float 0.5"),
        ("started", "09:00", "started: give a time, not str '09:00'"),
        ("objectives", ["t-1"], "objectives: give a tuple, not list ['t-1']"),
        ("objectives", "t-1", "objectives: give a tuple, not str 't-1'"),
        ("objectives", ("o-1", 2), "objectives[1]: give text, not int 2"),
        ("counterpart", {"person": "t-1"}, "counterpart: give a Person, not dict"),
        ("preparation", A_TEACHER, "preparation: give a Quantity, not Person"),
        ("preparation", Quantity(unit="day", quantity="1"), "preparation.quantity: give Days"),  # type: ignore[arg-type]
        ("points_school", (PointForSchool(text="x", who=changed(A_TEACHER, person="")),), "points_school[0].who.person: give some text, not blank"),
        ("focus", 7, "focus: give text, not int 7"),
        ("line", 7, "line: give text, not int 7"),
    ),
)  # fmt: skip
def test_an_invalid_field_of_a_visit_is_named(field: str, value: object, fault: str) -> None:
    assert fault in faults(changed(VISIT, **{field: value}))


@pytest.mark.parametrize(
    ("event", "field", "value", "fault"),
    (
        (COST, "net", 1000, "net: give Money, such as Money('4000.00'), not int 1000"),
        (COST, "net", Money(-1), "net: -£0.01 is negative"),
        (COST, "net", "1000.00", "net: give Money"),
        (REVIEW_HELD, "minutes", True, "minutes: give a whole number, 0 or more, not True"),
        (REVIEW_HELD, "minutes", -1, "minutes: give a whole number, 0 or more, not -1"),
        (REVIEW_HELD, "minutes", 60.0, "minutes: give a whole number"),
        (REVIEW_HELD, "minutes", LARGEST_INTEGER + 1, "minutes: give a whole number"),
        (REVIEW_HELD, "final", "yes", "final: give True or False, not str 'yes'"),
        (REVIEW_HELD, "final", 1, "final: give True or False, not int 1"),
        (INTERIM_REPORTED, "term", "2024-spring", "term: give a Term, such as Term('2024-spring'), not str"),
        (UNFILLED, "school", changed(SCHOOL, urn="100001"), "school.urn: give an Urn, five to seven digits, not str"),
        (
            UNFILLED,
            "commitments",
            (Commitment(leader="sl-1", cap_year="2023/24", days=Days(1)),),  # type: ignore[arg-type]
            "commitments[0].cap_year: give an AcademicYear",
        ),
    ),
)  # fmt: skip
def test_an_invalid_field_is_named(event: object, field: str, value: object, fault: str) -> None:
    assert fault in faults(changed(event, **{field: value}))


def test_a_record_of_visit_asks_for_few_fields() -> None:
    visit: Any = VisitLogged
    asked = {field.name for field in attrs.fields(visit) if field.default is attrs.NOTHING}

    assert asked == {"visit", "on", "leader", "school", "unit", "quantity", "counterpart"}


def test_an_optional_field_may_be_left_out() -> None:
    validate(changed(VISIT, line=None, counterpart=None, preparation=None, started=None, focus=None))


@pytest.mark.parametrize("at", (time(9, 30), None))
def test_a_visit_may_say_when_it_started(at: time | None) -> None:
    validate(changed(VISIT, started=at))


def test_a_time_of_day_has_no_zone() -> None:
    assert "started" in faults(changed(VISIT, started=time(9, 30, tzinfo=UTC)))


# Text


@pytest.mark.parametrize("text", ("\ud800", "a\udfffb"))
def test_a_lone_surrogate_is_refused_in_text_and_in_private_text(text: str) -> None:
    assert "session: it has a lone surrogate" in faults(changed(VISIT, session=text))
    assert "visit: U+D" in faults(changed(VISIT, visit=text))
    assert "focus: it has a lone surrogate" in faults(changed(VISIT, focus=text))


@pytest.mark.parametrize("character", ("\x00", "\x1b", "\x7f", "\x85"))
def test_a_control_character_is_refused(character: str) -> None:
    assert "session: it has a control character" in faults(changed(VISIT, session=f"a{character}b"))
    assert "focus: it has a control character" in faults(changed(VISIT, focus=f"a{character}b"))


@pytest.mark.parametrize("text", ("Zoë – naïve “café” £5", "一二三", "🙂", "first line\nsecond\tcolumn\r\n"))
def test_what_people_write_passes(text: str) -> None:
    validate(changed(VISIT, focus=text, session=text))


def test_text_has_at_most_300_characters_and_private_text_at_most_20_000() -> None:
    validate(changed(VISIT, session="v" * LONGEST_WORD, focus="f" * LONGEST_TEXT))

    message = faults(changed(VISIT, session="v" * (LONGEST_WORD + 1), focus="f" * (LONGEST_TEXT + 1)))

    assert "session: 301 characters are too many: at most 300 are allowed" in message
    assert "focus: 20001 characters are too many: at most 20000 are allowed" in message


def test_a_list_holds_at_most_a_thousand_items() -> None:
    validate(changed(VISIT, objectives=("t",) * MOST_ITEMS))

    assert "objectives: 1001 items are too many: at most 1000 are allowed" in faults(
        changed(VISIT, objectives=("t",) * (MOST_ITEMS + 1))
    )


def test_private_text_may_be_withheld_or_blank_and_other_text_may_not() -> None:
    validate(changed(VISIT, focus=Withheld("sha256:0"), progress=""))

    assert "visit: give text, not Withheld" in faults(changed(VISIT, visit=Withheld("sha256:0")))


def test_a_long_value_is_not_repeated_in_full() -> None:
    assert len(faults(changed(VISIT, on="x" * 1000))) < 200


# Derived fields


@pytest.mark.parametrize(
    ("event", "fault"),
    (
        (BROKERED, "digest: leave it out: the library derives it"),
        (PLAN_APPROVED, "total: leave it out: the library derives it"),
        (changed(PLAN_APPROVED, total=Money(0)), "effective_from: leave it out: the library derives it"),
        (INSTALMENT_RELEASED, "judgements: leave it out: the library derives it"),
        (changed(CERTIFIED, size=7), "size: leave it out: the library derives it"),
        (changed(CERTIFIED, root="sha256:0"), "root: leave it out: the library derives it"),
        (changed(QA_LEAD_APPOINTED, checked_against=("s-1",)), "checked_against: leave it out: the library derives it"),
    ),
)  # fmt: skip
def test_a_caller_leaves_derived_fields_out(event: object, fault: str) -> None:
    assert fault in faults(event)


def test_derived_fields_are_not_validated() -> None:
    validate(UNFILLED)
    validate(CERTIFIED)


# Any event at all


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.dates(),
    st.decimals(),
    st.lists(st.integers(), max_size=2),
    st.tuples(st.text(max_size=2)),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
    st.just(object()),
    st.just(AcademicYear("2023/24")),
    st.just(Urn("100001")),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EVENTS), st.data())
def test_any_event_passes_or_raises_bad_input_and_nothing_else(cls: type[Any], data: st.DataObject) -> None:
    names = [field.name for field in attrs.fields(cls) if field.name not in derived_fields(cls)]
    event = cls(**{name: data.draw(anything, label=name) for name in names})

    try:
        validate(event)
    except BadInput as refusal:
        assert " cannot be recorded: " in str(refusal)  # noqa: PT017
