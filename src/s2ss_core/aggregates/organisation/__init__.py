"""The organisation: its URN, its trust, what it is a member of and who holds its posts, each as at a day."""

from s2ss_core.aggregates.organisation.decisions import (
    adopt_term_dates,
    change_urn,
    enter_organisation,
    join_alliance,
    join_trust,
    leave_alliance,
    leave_post,
    leave_trust,
    take_up_post,
)
from s2ss_core.aggregates.organisation.known import Known
from s2ss_core.aggregates.organisation.pin import completed, contradicted, entry_of
from s2ss_core.aggregates.organisation.state import OrganisationState, evolve, fold, replay

__all__ = [
    "Known",
    "OrganisationState",
    "adopt_term_dates",
    "change_urn",
    "completed",
    "contradicted",
    "enter_organisation",
    "entry_of",
    "evolve",
    "fold",
    "join_alliance",
    "join_trust",
    "leave_alliance",
    "leave_post",
    "leave_trust",
    "replay",
    "take_up_post",
]
