from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from s2ss_core.errors import BadInput
from s2ss_core.events import CostAllowed, CostDisallowed, EntryStruckOut
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, AsAt, Projection, london_day
from s2ss_core.projections.engine.as_at import HistoryAsAt
from s2ss_core.projections.engine.corrections import as_happened_by
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.projections.histories import History, WithoutTexts
from tests.projections.worked_example import OWN, pounds, worked_example

KEY = ("deployment", "d-1")


def moment(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2024, 7, day, hour, minute, tzinfo=UTC)


def three(*moments: datetime) -> History:
    history = worked_example().upto(3)
    events = History()
    for entry, at in zip(history.entries, moments, strict=True):
        events.tell(entry.stream, entry.event, at=at)
    return events


def test_as_at_without_arguments_is_the_whole_history() -> None:
    assert AsAt().newest(three(moment(9), moment(10), moment(11))) == 3


def test_an_event_recorded_at_the_moment_itself_counts() -> None:
    history = three(moment(9), moment(10), moment(11))

    assert AsAt(recorded=moment(10)).newest(history) == 2
    assert AsAt(recorded=moment(10) - timedelta(microseconds=1)).newest(history) == 1
    assert AsAt(recorded=moment(8)).newest(history) == 0


def test_what_was_known_is_found_without_reading_private_texts() -> None:
    history = WithoutTexts(three(moment(9), moment(10), moment(11)).entries)

    assert AsAt(recorded=moment(10)).newest(history) == 2


class Asked(History):
    """A history that remembers whether private texts were asked for."""

    def __init__(self, entries: Iterable[Recorded]) -> None:
        super().__init__(entries)
        self.asked: list[bool] = []

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        self.asked.append(texts)
        return super().read(stream)


@pytest.mark.parametrize(("projection", "shown"), ((DEPLOYMENT_LOG, True), (GRANT_USAGE, False)))
def test_a_view_asks_for_private_texts_if_it_shows_them(
    projection: Projection[Any, Any], shown: bool
) -> None:
    history = Asked(worked_example().entries)

    projection.live(history, KEY)

    assert (True in history.asked) == shown


@pytest.mark.parametrize("shown", (True, False))
def test_each_stream_is_read_once_with_private_texts_only_if_they_are_shown(shown: bool) -> None:
    history = Asked(worked_example().entries)
    seen = HistoryAsAt(history, AsAt(), texts=shown)

    for texts in (True, False, True):
        assert seen.read(OWN, texts=texts) == worked_example().read(OWN)

    assert history.asked == [shown]


def test_what_was_known_is_everything_up_to_the_highest_position_recorded_by_then() -> None:
    backwards = three(moment(9), moment(11), moment(10))

    assert AsAt(recorded=moment(9)).newest(backwards) == 1
    assert AsAt(recorded=moment(10)).newest(backwards) == 3
    assert AsAt(recorded=moment(11)).newest(backwards) == 3


def test_a_day_ends_at_midnight_in_london_for_every_year() -> None:
    history = three(moment(9), moment(10), moment(11))

    assert AsAt(recorded=date.max).newest(history) == 3
    assert AsAt(recorded=date.min).newest(history) == 0


def test_what_was_known_is_cut_in_the_whole_history_not_in_the_streams_of_a_view() -> None:
    history = worked_example()
    elsewhere, before = datetime(2024, 2, 1, 10, tzinfo=UTC), datetime(2024, 2, 1, 12, tzinfo=UTC)
    events = History()
    for entry in history.upto(26).entries:
        events.tell(entry.stream, entry.event)
    events.tell(OWN, history.entries[26].event, at=before)
    events.tell("claim:x:1", history.entries[0].event, at=elsewhere)

    assert AsAt(recorded=elsewhere).newest(events) == 28
    assert AsAt(recorded=elsewhere - timedelta(microseconds=1)).newest(events) == 26


def test_position_and_moment_combine() -> None:
    history = three(moment(9), moment(10), moment(11))

    assert AsAt(position=1, recorded=moment(11)).newest(history) == 1
    assert AsAt(position=3, recorded=moment(10)).newest(history) == 2
    assert AsAt(position=99).newest(history) == 3


def test_a_late_evening_in_summer_is_the_next_day_in_london() -> None:
    history = three(moment(9), moment(22, 59), moment(23, 30))

    assert london_day(moment(23, 30)) == date(2024, 7, 2)
    assert AsAt(recorded=date(2024, 7, 1)).newest(history) == 2
    assert AsAt(recorded=date(2024, 7, 2)).newest(history) == 3


def test_a_late_evening_in_winter_is_the_same_day_in_london() -> None:
    assert london_day(datetime(2024, 1, 8, 23, 30, tzinfo=UTC)) == date(2024, 1, 8)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    history = three(moment(9), moment(10), moment(11))
    summer_time = timezone(timedelta(hours=1))

    assert AsAt(recorded=datetime(2024, 7, 1, 11, tzinfo=summer_time)).newest(history) == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    (
        ({"recorded": datetime(2024, 7, 1, 9)}, "time zone"),  # noqa: DTZ001
        ({"happened": datetime(2024, 7, 1, 9, tzinfo=UTC)}, "give a date"),
    ),
)
def test_a_datetime_without_a_time_zone_is_refused(asked: dict[str, datetime], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        AsAt(**asked)  # type: ignore[arg-type]


def incurred(history: History, as_at: AsAt) -> Money:
    return GRANT_USAGE.live(history, KEY, as_at=as_at).amounts.incurred.value


def test_a_strike_counts_from_the_day_of_the_visit_and_from_when_it_was_known() -> None:
    history = worked_example()
    position = history.tell(OWN, struck_visit(date(2025, 2, 1)))
    by_march = date(2024, 3, 31)

    assert incurred(history, AsAt(happened=by_march)) == pounds(6250 - 500)
    assert incurred(history, AsAt(happened=by_march, position=position - 1)) == pounds(6250)
    assert incurred(history, AsAt(happened=by_march, recorded=date(2025, 1, 31))) == pounds(6250)


@pytest.mark.parametrize("fact", ("c-1", "v-en-1"))
def test_a_disallowance_and_its_lifting_count_from_the_day_of_what_it_disallows(fact: str) -> None:
    history = worked_example()
    late = date(2025, 2, 1)
    history.tell(
        OWN,
        CostDisallowed(
            disallowance="x",
            on=late,
            of=Cause("cost" if fact.startswith("c") else "visit", (fact,)),
            amount=pounds(100),
            reason="not-evidenced",
            by=person("u-2"),
        ),
    )
    by_march = AsAt(happened=date(2024, 3, 31))
    disallowed = GRANT_USAGE.live(history, KEY, as_at=by_march).amounts.disallowed.value
    history.tell(OWN, CostAllowed(disallowance="x", on=late, by=person("u-2")))

    assert disallowed == pounds(350)
    assert GRANT_USAGE.live(history, KEY, as_at=by_march).amounts.disallowed.value == pounds(250)


def test_the_lifting_of_an_unknown_disallowance_counts_from_its_own_day() -> None:
    history = worked_example()
    history.tell(OWN, CostAllowed(disallowance="x", on=date(2025, 2, 1), by=person("u-2")))
    counted = [
        [
            entry.event.disallowance
            for entry in as_happened_by(history.read(OWN), day)
            if isinstance(entry.event, CostAllowed)
        ]
        for day in (date(2025, 1, 31), date(2025, 2, 1))
    ]

    assert counted == [[], ["x"]]


def test_a_correction_of_an_unknown_fact_counts_from_its_own_day() -> None:
    history = worked_example()
    history.tell(OWN, struck_visit(date(2025, 2, 1), "v-unknown"))

    assert incurred(history, AsAt(happened=date(2025, 2, 1))) == pounds(11250)


def struck_visit(on: date, name: str = "v-sl-01-16") -> EntryStruckOut:
    return EntryStruckOut(
        of=Cause("visit", (name,)),
        on=on,
        cause="duplicate",
        reason="Logged twice.",
        asked_by=person("u-1"),
        agreed_by=person("u-2"),
    )
