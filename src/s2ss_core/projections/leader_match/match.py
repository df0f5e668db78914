"""The decision whom to propose for a need: everybody, in an order that follows from the reasons alone."""

from collections.abc import Iterable

from s2ss_core.ids import key_of
from s2ss_core.projections.leader_match import reasons
from s2ss_core.projections.leader_match.proposal import Candidate, Need, Proposal, Reason
from s2ss_core.projections.leader_workload import SupportedSchoolWorkload


def proposals_for(
    need: Need, candidates: Iterable[Candidate], at_school: SupportedSchoolWorkload | None = None
) -> tuple[Proposal, ...]:
    """Every candidate with the reasons for and against them.

    First come those whom no rule would refuse, then those who lack less of the needed expertise and designation, then those
    with more reasons for than against, then those with more days left, then the order of ids. Nobody is left out.
    """
    everybody = tuple(candidates)
    proposals = (
        _proposal(need, candidate, _reasons(need, candidate, everybody, at_school)) for candidate in everybody
    )
    return tuple(sorted(proposals, key=_order))


def _proposal(need: Need, candidate: Candidate, found: tuple[Reason, ...]) -> Proposal:
    needed = {"expertise", "designation"} if need.designations else {"expertise"}
    workload = candidate.workload
    return Proposal(
        leader=candidate.page.leader,
        same_as=candidate.page.same_as,
        home_school=candidate.home_school.id if candidate.home_school else None,
        left=workload.left.value if workload and workload.allowance.positions else None,
        unmet=sum(reason.about in needed and reason.speaks != "for" for reason in found),
        reasons=found,
    )


def _reasons(
    need: Need,
    candidate: Candidate,
    everybody: tuple[Candidate, ...],
    at_school: SupportedSchoolWorkload | None,
) -> tuple[Reason, ...]:
    return (
        *reasons.of_expertise(need, candidate),
        *reasons.of_designation(need, candidate),
        *reasons.of_training(need, candidate),
        *reasons.of_independence(need, candidate),
        *reasons.of_allowance(need, candidate),
        *reasons.of_home_school_load(need, candidate, everybody),
        *reasons.of_existing_support(need, candidate, at_school),
        *reasons.of_unbrokered_support(need, candidate),
    )


def _order(proposal: Proposal) -> tuple[object, ...]:
    left = proposal.left if proposal.left is not None else 0
    return proposal.refused, proposal.unmet, -proposal.balance, -left, key_of(proposal.leader)
