"""Rules of activities: what is planned can be expected, and a session is of what was planned."""

from datetime import date

from s2ss_core.programmes.citation import CPD_HUBS, choice
from s2ss_core.rules.rule import Case, rule

TRANSFORMATION = "School CPD Transformation Programme"


@rule(
    "S2SS-S85",
    choice("only what is expected can be planned again"),
    clears="Name an activity that is planned and was not planned again: {planned}.",
    cases=(Case("planned", "none", "Leave it out: no activity is planned that could be planned again."),),
)
def the_activity_that_is_planned_again_was_planned(*, instead_of: str, planned: tuple[str, ...]) -> bool:
    """An activity is planned instead of one that is planned, and that no other one has replaced yet."""
    return instead_of in planned


@rule(
    "S2SS-S86",
    choice("what ends before it begins can be expected on no day"),
    clears="Give {first} or a later day as the last, or leave the last day out.",
    cases=(Case("held_once", "yes", "Leave the last day out: it is held once, on {first}."),),
)
def the_activity_ends_on_its_first_day_or_later(*, held_once: bool, first: date, last: date | None) -> bool:
    """An activity with a rhythm ends on its first day or later, and one that is held once on its first day."""
    return last is None or last == first or (last > first and not held_once)


@rule(
    "S2SS-S87",
    choice("a session of another kind would hide that the planned one was not held"),
    clears="Give the kind as it was planned, {planned}, or leave activity {activity} out.",
    cases=(Case("planned", "none", "Leave activity {activity} out, or plan it first."),),
)
def the_session_is_of_an_activity_of_its_kind(*, activity: str, kind: str, planned: str | None) -> bool:
    """A session that says of which activity it is is of one that is planned, and of the same kind."""
    return kind == planned


@rule(
    "S2SS-S80",
    CPD_HUBS.at(TRANSFORMATION),
    clears="Name {asked} priorities, each once.",
)
def the_assessment_names_the_priorities_that_are_asked_for(*, kind: str, named: int, asked: int) -> bool:
    """An assessment of needs names as many priorities as the programme asks of one of its kind."""
    return named == asked


@rule(
    "S2SS-S81",
    CPD_HUBS.at(TRANSFORMATION),
    clears="Name somebody in each of these roles too: {missing}.",
)
def the_activity_names_those_whom_it_is_for(*, kind: str, missing: tuple[str, ...]) -> bool:
    """An activity names somebody in each role that takes part in it, where the programme has it held again and again."""
    return not missing
