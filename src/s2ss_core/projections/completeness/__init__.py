"""Completeness: which records a deployment owes, how many are there, and who owes the rest."""

from s2ss_core.projections.completeness.completeness import COMPLETENESS, Completeness, RecordCount
from s2ss_core.projections.completeness.records import OwedRecord
from s2ss_core.projections.completeness.sessions import SessionCount

__all__ = ["COMPLETENESS", "Completeness", "OwedRecord", "RecordCount", "SessionCount"]
