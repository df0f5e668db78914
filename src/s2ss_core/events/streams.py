"""The name of each stream: one a deployment, leader and cap year, grant, invoice and programme version."""

from s2ss_core.values import AcademicYear


def deployment_stream(deployment: str) -> str:
    return f"deployment:{deployment}"


def leader_year_stream(leader: str, cap_year: AcademicYear) -> str:
    return f"leader-year:{leader}:{cap_year}"


def grant_stream(grant: str) -> str:
    return f"grant:{grant}"


def claim_stream(supplier: str, invoice_number: str) -> str:
    return f"claim:{supplier}:{invoice_number}"


def programme_stream(name: str, version: str) -> str:
    return f"programme:{name}:{version}"
