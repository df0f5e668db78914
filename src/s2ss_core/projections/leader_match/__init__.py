"""Leaders proposed for what a school needs, with the reasons for and against each."""

from s2ss_core.projections.leader_match.match import proposals_for
from s2ss_core.projections.leader_match.proposal import Candidate, Need, Proposal, Reason, in_words

__all__ = ["Candidate", "Need", "Proposal", "Reason", "in_words", "proposals_for"]
