"""Strikes in the streams of an award, an organisation and a system leader: what may be struck out, and what rests on it.

An entry rests on another if the decision on it would be refused without the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from s2ss_core.aggregates import (
    award_costs,
    award_settled_vat,
    designations,
    grant,
    organisation,
    system_leader,
    unbrokered,
    usage_returns,
)
from s2ss_core.aggregates.award_use import NO_USE, AwardUse
from s2ss_core.aggregates.decision import Decision, decide, names
from s2ss_core.events import (
    AllianceJoined,
    AllianceLeft,
    AllocationReturned,
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardReopened,
    AwardVaried,
    AwardVatSettled,
    DesignationEnded,
    EntryStruckOut,
    ExpertiseDeclared,
    GrantAllocated,
    GrantReceived,
    GrantReturned,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    PostLeft,
    PostTakenUp,
    TermDatesAdopted,
    TrainingCompleted,
    TrustJoined,
    TrustLeft,
    UnbrokeredSupportLogged,
    UrnIssued,
    UsageReturned,
    cause_of,
    stored_name,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as rules
from s2ss_core.values import Cause, Money

Decide = Callable[[Any, Any], Decision[Any]]


@attrs.frozen(kw_only=True)
class Strikes:
    """What may be struck out of one kind of stream: by event class, the decision on it; and how its state is replayed."""

    replay: Callable[[Iterable[Any]], Any]
    decisions: Mapping[type, Decide]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entries that may be struck out."""
        return tuple(stored_name(event_class).key_space for event_class in self.decisions)

    def strike_out(
        self, subject: str, entries: Sequence[Any], fact: EntryStruckOut, *broken: Iterable[Broken]
    ) -> Decision[EntryStruckOut]:
        """Strike a wrong entry out of a stream with these entries that stand: asked for by one person, agreed by another."""
        stands = any(cause_of(entry) == fact.of for entry in entries)
        of_kind = fact.of.name in self.kinds
        resting = _resting(self, entries, fact.of) if stands and of_kind else ()
        return decide(
            fact,
            subject,
            rules.the_entry_is_of_a_kind_that_is_struck_out.broken_by(entry=fact.of.name, kinds=self.kinds),
            rules.the_entry_stands.broken_by(entry=str(fact.of), stands=stands) if of_kind else (),
            rules.two_people_stand_behind_a_correction.broken_by(
                asked_by=fact.asked_by.person, agreed_by=fact.agreed_by.person
            ),
            rules.an_entry_is_replaced_by_another.broken_by(
                entry=str(fact.of), replaced_by=str(fact.replaced_by) if fact.replaced_by else None
            ),
            rules.what_rests_on_the_entry_is_struck_out_first.broken_by(
                entry=str(fact.of), resting=names(resting)
            ),
            *broken,
        )


AWARD = Strikes(
    replay=grant.replay,
    decisions={
        AwardVaried: grant.vary_award,
        GrantReceived: grant.receive_grant,
        GrantAllocated: lambda award, fact: grant.allocate_grant(award, fact, of_this_award=True, others={}),
        AllocationReturned: lambda award, fact: grant.release_allocation(award, fact, use=NO_USE),
        GrantReturned: lambda award, fact: grant.repay_grant(award, fact, eligible=Money(0)),
        AwardCostIncurred: award_costs.incur_award_cost,
        AwardCostReversed: award_costs.reverse_award_cost,
        AwardCostDisallowed: award_costs.disallow_award_cost,
        AwardPaymentMade: award_costs.make_award_payment,
        AwardPaymentReversed: award_costs.reverse_award_payment,
        AwardVatSettled: award_settled_vat.settle_award_vat,
        UsageReturned: usage_returns.submit_usage_return,
        AwardReopened: grant.reopen_award,
    },
)
ORGANISATION = Strikes(
    replay=organisation.replay,
    decisions={
        UrnIssued: organisation.change_urn,
        TrustJoined: organisation.join_trust,
        TrustLeft: organisation.leave_trust,
        AllianceJoined: organisation.join_alliance,
        AllianceLeft: organisation.leave_alliance,
        PostTakenUp: organisation.take_up_post,
        PostLeft: organisation.leave_post,
        TermDatesAdopted: organisation.adopt_term_dates,
    },
)
SYSTEM_LEADER = Strikes(
    replay=system_leader.replay,
    decisions={
        LeaderEmployed: system_leader.employ_leader,
        LeaderFoundSame: system_leader.find_leader_same,
        LeaderDesignated: designations.designate_leader,
        DesignationEnded: designations.end_designation,
        ExpertiseDeclared: designations.declare_expertise,
        TrainingCompleted: designations.complete_training,
        UnbrokeredSupportLogged: unbrokered.log_unbrokered_support,
    },
)


def allocation_is_free(award: grant.Grant | None, fact: EntryStruckOut, use: AwardUse) -> tuple[Broken, ...]:
    """The rule that an allocation, if one is struck out, is not needed: `use` is what its deployment uses."""
    (name, *_) = fact.of.id
    if award is None or fact.of.name != "allocated" or name not in award.allocations:
        return ()
    return tuple(grant.within_what_is_spare(award, award.left_of(name), award.allocations[name], use))


def _resting(strikes: Strikes, entries: Sequence[Any], struck: Cause) -> Iterator[Cause]:
    """The later entries that would be refused without an entry and are not refused with it, the newest first."""
    *before, entry = entries
    while cause_of(entry) != struck:
        without = [earlier for earlier in before if cause_of(earlier) != struck]
        if _refusals(strikes, without, entry) - _refusals(strikes, before, entry):
            yield cause_of(entry)
        *before, entry = before


def _refusals(strikes: Strikes, before: Sequence[Any], entry: Any) -> set[str]:
    decision = strikes.decisions.get(type(entry))
    if decision is None:
        return set()
    return {broken.rule.code for broken in decision(strikes.replay(before), entry).broken}
