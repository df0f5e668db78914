"""How a class becomes an event, and what every event has in common."""

import inspect
import re
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from s2ss_core import events
from s2ss_core.events import (
    BrokeringEvent,
    CertificationEvent,
    ClaimEvent,
    DeploymentEvent,
    GrantEvent,
    InterimReported,
    LeaderYearEvent,
    OrganisationEvent,
    ProgrammeEvent,
    SystemLeaderEvent,
    VisitLogged,
    derived_fields,
    event_class,
    natural_id,
    recorded_as,
    registered,
    stored_name,
)
from s2ss_core.events.agreement import AgreementEvent
from s2ss_core.events.corrections import CorrectionEvent
from s2ss_core.events.ending import EndingEvent
from s2ss_core.events.entries import EntryEvent
from s2ss_core.events.money import MoneyEvent
from s2ss_core.events.planning import PlanningEvent
from s2ss_core.events.renegotiation import RenegotiationEvent
from s2ss_core.events.reporting import ReportingEvent
from s2ss_core.events.support import SupportEvent
from tests.aggregates.histories import (
    BROKERED,
    FINAL_REPORTED,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    TRAINING_ATTENDED,
    VISIT,
    changed,
)

EVENTS: list[type[Any]] = [cls for _, cls in registered()]
FILES = [
    file for file in sorted(Path(str(events.__file__)).parent.glob("*.py")) if not file.stem.startswith("_")
]
EVERY = pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: cls.__name__)
STAGES = (
    BrokeringEvent, PlanningEvent, AgreementEvent, RenegotiationEvent, SupportEvent, ReportingEvent, MoneyEvent, EndingEvent, CertificationEvent,
    CorrectionEvent,
    EntryEvent,
)  # fmt: skip
OWN = {
    "deployment": DeploymentEvent,
    "leader-year": LeaderYearEvent,
    "grant": GrantEvent,
    "claim": ClaimEvent,
    "programme": ProgrammeEvent,
    "organisation": OrganisationEvent,
    "system-leader": SystemLeaderEvent,
}
FAMILIES = {**OWN, "entry": EntryEvent}
THE_EIGHT = {
    "Brokered", "PlanSubmitted", "PlanApproved", "VisitLogged", "InterimReported", "ReviewHeld", "InstalmentReleased",
    "Closed",
}  # fmt: skip


def members(family: Any) -> tuple[type[Any], ...]:
    return get_args(family) or (family,)


def test_the_eight_that_everything_hangs_on_are_there() -> None:
    assert {cls.__name__ for cls in EVENTS} >= THE_EIGHT


def test_every_event_is_in_exactly_one_family_and_every_family_holds_only_events() -> None:
    in_families = [cls for family in OWN.values() for cls in members(family)]

    assert len(in_families) == len(set(in_families))
    assert set(in_families) == set(EVENTS)


def test_every_event_of_a_deployment_is_in_exactly_one_stage() -> None:
    in_stages = [cls for stage in STAGES for cls in members(stage)]

    assert len(in_stages) == len(set(in_stages))
    assert set(in_stages) == set(members(DeploymentEvent))


@EVERY
def test_a_stored_name_begins_with_its_family(cls: type[Any]) -> None:
    family, _, fact = stored_name(cls).name.partition(".")

    assert cls in members(FAMILIES[family])
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", fact)


@EVERY
def test_a_stage_is_the_file_its_events_are_in(cls: type[Any]) -> None:
    stages = dict(
        zip(
            (
                "brokering",
                "planning",
                "agreement",
                "renegotiation",
                "support",
                "reporting",
                "money",
                "ending",
                "certification",
                "corrections",
                "entries",
            ),
            STAGES,
            strict=True,
        )
    )
    file = cls.__module__.rpartition(".")[2]
    room = {
        "actions": "reporting",
        "activities": "support",
        "concerns": "support",
        "checklists": "reporting",
        "feedback": "reporting",
        "halts": "support",
        "qa_days": "reporting",
        "payments": "money",
        "preparation": "brokering",
        "allocations": "grant",
        "award_costs": "grant",
    }.get(file, file)

    assert cls in members(stages.get(room) or FAMILIES[room.replace("_", "-")])


@EVERY
def test_every_event_says_on_which_day_it_happened_and_names_no_clock(cls: type[Any]) -> None:
    hints = get_type_hints(cls)

    assert hints["on"] is date
    assert attrs.fields_dict(cls)["on"].default is attrs.NOTHING
    assert datetime not in hints.values()
    assert hints.keys().isdisjoint(
        {"event_id", "position", "recorded_at", "recorded_by", "originator_id", "stream"} - {"position"}
    )


@EVERY
def test_every_event_is_frozen_slotted_and_keyword_only(cls: type[Any]) -> None:
    first = attrs.fields(cls)[0]

    assert cls.__mro__ == (cls, object)
    assert not hasattr(object.__new__(cls), "__dict__")
    assert all(field.kw_only for field in attrs.fields(cls))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(object.__new__(cls), first.name, None)


PARTICLES = {"Back", "Despite", "Down", "In", "Off", "On", "Out", "Over", "Same", "Up"}


@EVERY
def test_every_event_is_named_in_the_past_tense(cls: type[Any]) -> None:
    words = re.findall(r"[A-Z][a-z]+", cls.__name__)
    participle = next(word for word in reversed(words) if word not in PARTICLES)

    assert participle.endswith(("ed", "ne", "ld", "de", "eft", "ood", "ound", "uck", "iven", "en", "te")), (
        f"end the name with a past participle, such as Logged or StruckOut: {participle} is none that this test knows"
    )
    assert participle not in {"Updated", "Changed", "Set", "Created"}, (
        "say what happened in the trade's words"
    )


@EVERY
def test_every_event_says_in_a_sentence_what_happened(cls: type[Any]) -> None:
    docstring = (cls.__doc__ or "").strip()

    assert re.match(r"[A-Z].+[.;`]", docstring)
    assert docstring.splitlines()[0].endswith(".")


@EVERY
def test_every_event_is_offered_by_its_room(cls: type[Any]) -> None:
    assert getattr(events, cls.__name__, None) is cls, f"name it in __all__ of {cls.__module__}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_of_the_room_lists_what_it_offers_and_the_room_offers_it(file: Path) -> None:
    module = import_module(f"s2ss_core.events.{file.stem}")
    public = {
        name
        for name, made in vars(module).items()
        if inspect.isclass(made) or inspect.isfunction(made)
        if made.__module__ == module.__name__ and not name.startswith("_")
    }

    assert public <= set(module.__all__)
    assert all(getattr(events, name, None) is getattr(module, name) for name in module.__all__)


@EVERY
def test_a_natural_id_consists_of_fields_that_callers_give(cls: type[Any]) -> None:
    identity = stored_name(cls).natural_key
    given = {field.name for field in attrs.fields(cls)}

    assert identity
    assert {name.partition(".")[0] for name in identity} <= given - derived_fields(cls)


@EVERY
def test_a_derived_field_has_a_default(cls: type[Any]) -> None:
    fields = attrs.fields_dict(cls)

    assert all(fields[name].default is not attrs.NOTHING for name in derived_fields(cls))


def test_stored_names_are_each_there_once_and_find_their_class() -> None:
    names = [(stored.name, stored.version) for stored, _ in registered()]

    assert names == sorted(set(names))
    assert all(event_class(*name) is cls for name, cls in zip(names, EVENTS, strict=True))


def test_an_unknown_name_or_version_has_no_class() -> None:
    assert event_class("deployment.visit-logged", 99) is None
    assert event_class("datetime.date", 1) is None


def test_a_stored_name_is_chosen_once() -> None:
    with pytest.raises(
        TypeError, match=r"deployment.visit-logged version 1 is already the stored name of .*VisitLogged"
    ):
        recorded_as("deployment.visit-logged", version=1)(
            type("Another", (), {"__annotations__": {"id": str}})
        )

    assert event_class("deployment.visit-logged", 1) is VisitLogged


def test_a_class_that_is_not_an_event_has_no_stored_name() -> None:
    with pytest.raises(KeyError):
        stored_name(date)


def test_a_natural_id_is_the_first_field_by_default() -> None:
    assert natural_id(VISIT) == ("visit", "v-1")
    assert natural_id(BROKERED) == ("brokered", "d-1")


def test_a_natural_id_may_be_several_fields_and_a_part_of_one() -> None:
    assert natural_id(INVOICE_RECEIVED) == ("invoice", "XT-1")
    assert natural_id(INSTALMENT_RELEASED) == ("release", "1", "instalment", "x-trust", "1")


def test_a_natural_id_may_have_a_field_within_a_field_and_the_parts_of_a_list() -> None:
    assert natural_id(TRAINING_ATTENDED) == ("training-attended", "c-1", "ht-1")
    assert natural_id(INTERIM_SHARED) == (
        "document-shared",
        "report",
        "i-1",
        "1",
        "qa-lead, broker",
        "2024-03-14",
    )


def test_interim_and_final_reports_share_one_space_of_ids() -> None:
    final = changed(FINAL_REPORTED, report=INTERIM_REPORTED.report)

    assert natural_id(final) == natural_id(INTERIM_REPORTED) == ("report", "i-1")
    assert stored_name(InterimReported).name != stored_name(type(final)).name


def test_decisions_derive_only_these_fields() -> None:
    assert {cls.__name__: sorted(derived_fields(cls)) for cls in EVENTS if derived_fields(cls)} == {
        "Brokered": ["digest"],
        "GrantUsageCertified": ["digest", "eligible", "form", "root", "size"],
        "InstalmentReleased": ["judgements"],
        "PlanApproved": ["effective_from", "plan_digest", "total"],
        "QALeadAppointed": ["checked_against"],
    }
