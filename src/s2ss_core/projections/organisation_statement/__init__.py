"""The statement of an organisation: what is owed to it and by it today, and what it received grant for."""

from s2ss_core.projections.organisation_statement.lines import StatementLine
from s2ss_core.projections.organisation_statement.projection import ORGANISATION_STATEMENT
from s2ss_core.projections.organisation_statement.statement import (
    OrganisationStatement,
    RecipientUsage,
    every_statement,
)

__all__ = [
    "ORGANISATION_STATEMENT",
    "OrganisationStatement",
    "RecipientUsage",
    "StatementLine",
    "every_statement",
]
