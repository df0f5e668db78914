"""Whom a leg of the money may pay: the organisations in its roles under every lead that there was or is."""

from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.ids import key_of
from s2ss_core.values import INSTALMENT

__all__ = ["payees_of"]


def payees_of(account: DeploymentAccount, leg: str) -> frozenset[str]:
    """The keys of all organisations that a leg has paid or may pay: those of every lead, and leader, there was."""
    roles = next((flow.paid_to for flow in account.terms.flows if flow.id == leg), ())
    if leg == INSTALMENT:
        roles = tuple(role for role in roles if role in account.terms.payees) or roles
    found = set[str]()
    for role in roles:
        for since, key in account.deployed.everybody() if role == "leader-school" else account.deployed.leads:
            party = account.deployed.party(role, since, key)
            found |= {key_of(party.id)} if party is not None else set()
            lead = account.deployed.leader(key, since)
            trust = lead.home_school.trust if lead is not None and role == "home-trust" else None
            found |= {key_of(trust)} if trust else set()
    return frozenset(found)
