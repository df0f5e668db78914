"""Given a record, everything in it that names one person is found, and an erasure is known before it is made."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core import Brokerage, Days, NotFound, Organisation, Person
from s2ss_core.errors import BadInput
from s2ss_core.events.person_fields import people_in
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, Setting, canonical, digest, from_canonical
from s2ss_core.programmes.consistency import inconsistencies
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, as_data, erasure, subject_access
from s2ss_core.projections.forms import form
from s2ss_core.projections.subject_access import LessFilled, SubjectAccess
from s2ss_core.projections.subject_access.mentions import mentions_of
from s2ss_core.projections.subject_access.retention import Keeping
from s2ss_core.store import Append, Store, open_store
from s2ss_core.testing.postgres import postgres_server, postgres_url
from s2ss_core.testing.samples import NOON
from s2ss_core.values import Cause, Withheld
from tests.projections.histories import History
from tests.projections.worked_example import worked_example
from tests.store.samples import sample_history

__all__ = ["postgres_server", "postgres_url"]  # fixtures

OWN = "deployment:d-1"
DAY = date(2024, 3, 12)
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False)
HEAD = Person(person="ht-1", role="headteacher", organisation="s-1")
LEADER = Person(person="sl-1", role="system-leader", organisation="s-7")
QA = Person(person="qa-1", role="qa-lead", organisation="elsewhere")
OFFICER = Person(person="u-2", role="broker", organisation="hub")
BACK_ENDS = (
    "memory",
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.postgres),
    "side database",
)


@pytest.fixture(params=BACK_ENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    places: Mapping[str, Any] = {
        "memory": "memory:",
        "sqlite": f"sqlite:///{tmp_path}/support.db",
        "side database": {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": f"{tmp_path}/foreign.db",
            "S2SS_SIDE_DATABASE": f"sqlite:///{tmp_path}/side.db",
        },
    }
    place = places.get(request.param) or request.getfixturevalue("postgres_url")
    with open_store(place, clock_is_right=True) as opened:
        yield opened


def visit(**fields: Any) -> e.VisitLogged:
    given: dict[str, Any] = {
        "visit": "v-1",
        "on": DAY,
        "leader": "sl-1",
        "school": "s-1",
        "unit": "day",
        "quantity": Days(1),
        "counterpart": HEAD,
        "focus": "Reading in year 3.",
    }
    return e.VisitLogged(**given | fields)


def tell(store: Store, stream: str, *events: object, by: str = "u-9") -> None:
    after = len(store.read(stream, texts=False))
    store.append([Append(stream, after, events)], at=NOON, by=by)


def named(held: SubjectAccess) -> dict[int, list[tuple[str, str | None]]]:
    return {
        entry.position: [(mention.field, mention.role) for mention in entry.mentions]
        for entry in held.entries
    }


def related(held: SubjectAccess) -> dict[int, dict[str, str]]:
    return {
        entry.position: {text.field: text.relation for text in entry.texts}
        for entry in held.entries
        if entry.texts
    }


def test_every_entry_is_found_in_the_order_of_record_with_the_role_in_each(store: Store) -> None:
    tell(store, "organisation:s-1", e.PostTakenUp(post="headteacher", person="ht-1", on=DAY))
    tell(store, OWN, visit(), by="sl-1")
    tell(
        store,
        OWN,
        e.TimeRenegotiated(
            negotiation="n-1",
            on=DAY,
            agreed_by=(LEADER, HEAD),
            reason="Fewer days.",
        ),
    )
    tell(
        store,
        OWN,
        e.QADayHeld(
            day="qa", on=DAY, purpose="evaluation", held_by=QA, attendees=(HEAD,), funding_use="agreed"
        ),
    )

    held = subject_access(store, "ht-1")

    assert named(held) == {
        1: [("person", None)],
        2: [("counterpart.person", "headteacher")],
        3: [("agreed_by[1].person", "headteacher")],
        4: [("attendees[0].person", "headteacher")],
    }
    assert [entry.stream for entry in held.entries] == ["organisation:s-1", OWN, OWN, OWN]
    assert named(subject_access(store, "sl-1"))[2] == [("leader", None), ("recorded_by", None)]


def test_another_spelling_of_an_id_is_the_same_person(store: Store) -> None:
    tell(store, OWN, visit(leader="SL 1"))

    (entry,) = subject_access(store, "sl1").entries
    (mention,) = entry.mentions

    assert (mention.field, mention.named_as) == ("leader", "SL 1")


def test_what_was_recorded_under_an_id_that_is_the_same_leader_is_found_too(store: Store) -> None:
    tell(store, "system-leader:sl-1", e.LeaderFoundSame(leader="sl-1", on=DAY, same_as="sl-9"))
    tell(store, OWN, visit(leader="sl-9"))

    held = subject_access(store, "sl-1")

    assert held.ids == ("sl-1", "sl-9")
    assert named(held)[2] == [("leader", None)]


def test_whoever_another_stands_in_for_is_named(store: Store) -> None:
    deputy = attrs.evolve(HEAD, person="dht-2", stands_in_for="ht-1")
    tell(store, OWN, visit(counterpart=deputy))

    assert named(subject_access(store, "ht-1")) == {
        1: [("counterpart.stands_in_for", "headteacher, for whom another stands in")]
    }
    assert named(subject_access(store, "dht-2")) == {1: [("counterpart.person", "headteacher")]}


def test_an_id_inside_another_entrys_name_a_fact_or_the_hosts_context_is_found(store: Store) -> None:
    signed = Cause("agreement-signed", ("ag-1", "supported-school", "ht-1"))
    fact = e.FactFound(name="holders", value="ht-1 (headteacher)")
    other = e.FactFound(name="holders", value="ht-11 (headteacher)")
    tell(
        store,
        OWN,
        e.EntryStruckOut(
            of=signed, on=DAY, cause="wrong-details", reason="Typed.", asked_by=LEADER, agreed_by=OFFICER
        ),
        e.AcceptedDespite(
            of=Cause("visit", ("ht-1",)),  # a visit that happens to be called so
            on=DAY,
            rules=(
                e.BrokenRule(code="S2SS-R17", name="r", facts=(fact,)),
                e.BrokenRule(code="S2SS-R18", name="r", facts=(other,)),
            ),
            reason="Ill.",
            accepted_by=OFFICER,
        ),
    )
    store.append([Append(OWN, 2, [visit(counterpart=None)])], at=NOON, by="u-9", context={"for": "HT-1"})

    assert named(subject_access(store, "ht-1")) == {
        1: [("of.id", None)],
        2: [("rules[0].facts[0].value", None)],
        3: [("context.for", None)],
    }


def test_a_text_is_its_authors_its_subjects_or_stands_beside_a_name(store: Store) -> None:
    points = (
        e.PointForSchool(text="Train the aides.", who=HEAD),
        e.PointForSchool(text="Buy books.", who=QA),
    )
    tell(store, OWN, visit(points_school=points))
    tell(store, OWN, e.QALeadStoodDown(qa_lead="qa-1", on=DAY, cause="other", reason="Moved away."))
    tell(store, OWN, visit(visit="v-2", completed_by=HEAD))

    assert related(subject_access(store, "sl-1"))[1] == {
        "focus": "author",
        "points_school[0].text": "author",
        "points_school[1].text": "author",
    }
    assert related(subject_access(store, "ht-1")) == {
        1: {
            "focus": "named beside it",
            "points_school[0].text": "subject",
            "points_school[1].text": "named beside it",
        },
        3: {"focus": "author"},
    }
    assert related(subject_access(store, "qa-1"))[2] == {"reason": "subject"}
    assert related(subject_access(store, "sl-1"))[3] == {"focus": "subject"}


def test_texts_of_an_entry_that_a_person_only_recorded_are_not_theirs(store: Store) -> None:
    tell(store, OWN, visit(), by="u-9")

    (entry,) = subject_access(store, "u-9").entries

    assert [mention.field for mention in entry.mentions] == ["recorded_by"]
    assert entry.texts == ()


def test_the_directory_tells_what_it_has_until_it_forgets(store: Store) -> None:
    store.directory.enter("HT-1", name="A. Head", email="head@school.example")

    (details,) = subject_access(store, "ht-1").details or ()
    assert (details.id, details.name, details.email, details.telephone) == (
        "HT-1", "A. Head", "head@school.example", None,
    )  # fmt: skip

    store.directory.forget("HT-1")
    with pytest.raises(NotFound, match="nothing names ht-1"):
        subject_access(store, "ht-1")


def test_a_store_without_a_directory_says_so(tmp_path: Path) -> None:
    foreign = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"{tmp_path}/foreign.db"}
    with open_store(foreign) as store:
        tell(store, OWN, visit(focus=None))

        held = subject_access(store, "ht-1")

    assert held.details is None
    assert named(held) == {1: [("counterpart.person", "headteacher")]}


@pytest.mark.parametrize("given", ("", " ht-1", 7))
def test_what_is_no_id_is_refused(given: Any) -> None:
    with open_store("memory:") as store, pytest.raises(BadInput, match="is not the id of a person"):
        subject_access(store, given)


def test_no_field_of_any_event_that_names_a_person_is_overlooked() -> None:
    for entry in sample_history():
        for person in people_in(entry.event):
            assert list(mentions_of(entry, {key_of(person)})), entry.event


# How long


def under(programme: Programme) -> History:
    """The worked example, had its programme been this one."""
    history = worked_example()
    history.entries = [
        attrs.evolve(entry, event=_pinned(entry.event, programme)) for entry in history.entries
    ]
    return history


def _pinned(event: Any, programme: Programme) -> Any:
    if isinstance(event, e.ProgrammeAdopted):
        return attrs.evolve(cast(Any, event), content=canonical(programme), digest=digest(programme))
    if isinstance(event, e.Brokered):
        return attrs.evolve(cast(Any, event), digest=digest(programme))
    return event


def adopted() -> Programme:
    return next(
        from_canonical(entry.event.content)
        for entry in worked_example().entries
        if isinstance(entry.event, e.ProgrammeAdopted)
    )


def test_a_closed_deployment_is_kept_for_six_years_after_the_financial_year_of_its_last_cost() -> None:
    history = worked_example()  # the last cost is that of a visit on 20 November 2024

    kept = Keeping(history).of("deployment:d-1")

    assert (kept.last, kept.until, kept.years) == (date(2024, 11, 20), date(2031, 3, 31), 6)
    assert kept.source.startswith("no source: ")
    assert kept.until == GRANT_USAGE.live(history, ("deployment", "d-1")).keeping.retain_until


def test_the_programme_says_for_how_many_years_and_who_says_so() -> None:
    ours = Setting(value=2, source="Handbook 1 › Records", since=date(2023, 9, 1))
    history = under(attrs.evolve(adopted(), years_kept=ours))

    kept = Keeping(history).of("deployment:d-1")

    assert (kept.until, kept.years, kept.source) == (date(2027, 3, 31), 2, "Handbook 1 › Records")
    assert GRANT_USAGE.live(history, ("deployment", "d-1")).keeping.retain_until == date(2027, 3, 31)


def test_nothing_is_let_go_while_the_deployment_is_not_closed_or_open_again() -> None:
    running = worked_example().without(e.Closed)
    again = worked_example()
    again.tell(
        "deployment:d-1",
        e.Reopened(
            reopening="r", on=date(2025, 2, 3), asked_by=HEAD, agreed_by=OFFICER, reason="A late invoice."
        ),
    )

    assert Keeping(running).of("deployment:d-1").until is None
    assert Keeping(again).of("deployment:d-1").until is None


def test_a_leaders_year_is_kept_as_long_as_the_deployments_that_it_served() -> None:
    ten = Setting(value=10, source="ours", since=date(2023, 9, 1))
    history = under(attrs.evolve(adopted(), years_kept=ten))

    kept = Keeping(history).of("leader-year:sl-014:2023/24")

    assert (kept.stream, kept.until) == ("leader-year:sl-014:2023/24", date(2035, 3, 31))
    assert Keeping(history.without(e.Closed)).of("leader-year:sl-014:2023/24").until is None


def test_an_award_is_kept_from_when_it_is_closed_and_an_organisation_from_its_last_entry() -> None:
    history = worked_example()
    assert Keeping(history).of("grant:g-1").until is None

    history.tell("grant:g-1", e.AwardClosed(grant="g-1", on=date(2026, 4, 1), by=OFFICER))
    history.tell("organisation:s-9", e.PostTakenUp(post="headteacher", person="ht-1", on=date(2024, 4, 1)))

    assert Keeping(history).of("grant:g-1").until == date(2033, 3, 31)
    assert Keeping(history).of("organisation:s-9").until == date(2031, 3, 31)


@pytest.mark.parametrize(("value", "fits"), ((-1, False), (0, True), (100, True), (101, False)))
def test_a_programme_keeps_records_for_a_number_of_years_that_can_be_counted(value: int, fits: bool) -> None:
    kept = Setting(value=value, source="ours", since=date(2023, 9, 1))

    said = [
        text for text in inconsistencies(attrs.evolve(adopted(), years_kept=kept)) if "years_kept" in text
    ]

    assert (said == []) == fits


# What an erasure takes away


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with the whole worked example."""
    for entry in worked_example().entries:
        append = Append(entry.stream, entry.version - 1, [entry.event])
        store.append([append], at=entry.recorded_at, by=entry.recorded_by)
    return store


def shown(store: Store) -> str:
    return str(as_data(DEPLOYMENT_LOG.live(store, ("deployment", "d-1"))))


def test_what_an_erasure_would_take_away_is_what_it_takes_away(filled: Store) -> None:
    held = subject_access(filled, "sl-014")
    before, figures = shown(filled), GRANT_USAGE.live(filled, ("deployment", "d-1"))

    foretold = erasure(filled, held.erasable)

    assert shown(filled) == before  # nothing is erased by asking
    assert foretold.texts > 0
    assert sum(map(filled.erase, held.erasable)) == foretold.texts
    (view,) = foretold.views
    assert (view.projection, view.key) == ("deployment_log", ("deployment", "d-1"))
    assert shown(filled).count("'withheld'") - before.count("'withheld'") == view.texts
    assert GRANT_USAGE.live(filled, ("deployment", "d-1")) == figures


def test_the_forms_that_an_erasure_would_leave_without_a_text_are_counted(filled: Store) -> None:
    def withheld(less: LessFilled) -> int:
        return str(as_data(form(filled, less.form, less.deployment, less.chosen))).count("'withheld'")

    held = subject_access(filled, "sl-014")
    foretold = erasure(filled, held.erasable)
    before = {less: withheld(less) for less in foretold.forms}

    for position in held.erasable:
        filled.erase(position)

    assert {"record-of-support", "action-plan"} <= {less.form for less in foretold.forms}
    assert all(withheld(less) - before[less] == less.texts > 0 for less in foretold.forms)
    assert erasure(filled, held.erasable).forms == ()


def test_what_is_erased_already_is_not_taken_away_again(filled: Store) -> None:
    held = subject_access(filled, "sl-014")
    first, *_ = held.erasable
    paths = next(entry for entry in erasure(filled, [first]).entries).withheld
    filled.erase(first)

    again = erasure(filled, [first])

    assert again.texts == 0
    assert (again.entries[0].withheld, again.entries[0].already) == ((), paths)
    assert again.views == ()
    assert first not in subject_access(filled, "sl-014").erasable
    assert all(
        isinstance(text.text, Withheld)
        for entry in subject_access(filled, "sl-014").entries
        if entry.position == first
        for text in entry.texts
    )


def test_an_entry_without_private_text_loses_nothing(filled: Store) -> None:
    assert erasure(filled, [1]).texts == 0
    assert erasure(filled, [1]).views == ()


@pytest.mark.parametrize("position", (0, -1, 10_000))
def test_a_position_without_an_entry_is_refused(position: int) -> None:
    with pytest.raises(NotFound, match=f"no entry at position {position}"):
        erasure(worked_example(), [position])


def test_a_brokerage_tells_both() -> None:
    with Brokerage.open("memory:") as brokerage:
        tell(brokerage.store, OWN, visit())

        held = brokerage.about("ht-1")

        assert held.erasable == (1,)
        assert held.kept_until(1) is None
        assert brokerage.if_erased(*held.erasable).texts == 1
