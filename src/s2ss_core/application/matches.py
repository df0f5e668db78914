"""Gathers what the views and the organisations' streams say of each leader, for a match."""

import attrs

from s2ss_core.aggregates import organisation
from s2ss_core.application.repository import Repository
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import organisation_stream
from s2ss_core.projections import (
    LEADER_WORKLOAD,
    SUPPORTED_SCHOOL_WORKLOAD,
    Candidate,
    LeaderRegister,
    LeaderWorkload,
    Need,
    Proposal,
    SupportedSchoolWorkload,
    every_leader,
    proposals_for,
)
from s2ss_core.values import Organisation


def match(repository: Repository, need: Need) -> tuple[Proposal, ...]:
    """Every leader with the reasons for and against them. Raises `BadInput` for a school that is not on record."""
    school = _as_at(repository, need.school, need)
    if school is None:
        raise BadInput(f"match: {need.school.id} is not on record yet: enter the organisation first")
    known = attrs.evolve(need, school=school)
    candidates = [_candidate(repository, page, known) for page in every_leader(repository.store)]
    return proposals_for(known, candidates, _at_school(repository, known))


def _candidate(repository: Repository, page: LeaderRegister, need: Need) -> Candidate:
    workload = _workload(repository, page, need)
    employer = page.home_school(need.on) or (workload.home_school if workload else None)
    pin = Organisation(id=employer) if employer else None
    home_school = (_as_at(repository, pin, need) or pin) if pin else None
    return Candidate(page=page, workload=workload, home_school=home_school)


def _workload(repository: Repository, page: LeaderRegister, need: Need) -> LeaderWorkload | None:
    try:
        return LEADER_WORKLOAD.live(repository.store, ("leader", page.leader, need.cap_year))
    except NotFound:  # nothing was agreed or booked
        return None


def _at_school(repository: Repository, need: Need) -> SupportedSchoolWorkload | None:
    try:
        key = ("supported-school", need.school.id, need.cap_year)
        return SUPPORTED_SCHOOL_WORKLOAD.live(repository.store, key)
    except NotFound:  # nobody supports the school
        return None


def _as_at(repository: Repository, pin: Organisation, need: Need) -> Organisation | None:
    """The organisation as it stood on the day of the need; None if it is not on record."""
    state = repository.replay(organisation_stream(pin.id))
    return organisation.completed(pin, state.as_at(need.on), None) if state else None
