"""The register of leaders: what each is designated for, knows and is trained in, and which school employs them."""

from s2ss_core.projections.leader_register.expertise import covers, title_of
from s2ss_core.projections.leader_register.register import (
    LEADER_REGISTER,
    DeclaredExpertise,
    LeaderRegister,
    RegisteredDesignation,
    RegisteredEmployment,
    RegisteredTraining,
    page_of,
)

__all__ = [
    "LEADER_REGISTER",
    "DeclaredExpertise",
    "LeaderRegister",
    "RegisteredDesignation",
    "RegisteredEmployment",
    "RegisteredTraining",
    "covers",
    "page_of",
    "title_of",
]
