"""A sample of expenditure for an auditor: seeded, stratified by risk, the same whenever it is drawn again."""

from s2ss_core.projections.expenditure_sample.expenditure import Expenditure, Stratum, expenditures_of
from s2ss_core.projections.expenditure_sample.sample import (
    ExpenditureSample,
    SampledExpenditure,
    StratumTotals,
    expenditure_sample,
)
from s2ss_core.projections.expenditure_sample.trail import Trail, TrailStep, trail_of

__all__ = [
    "Expenditure",
    "ExpenditureSample",
    "SampledExpenditure",
    "Stratum",
    "StratumTotals",
    "Trail",
    "TrailStep",
    "expenditure_sample",
    "expenditures_of",
    "trail_of",
]
