"""Programmes: what was agreed beforehand, as data: rates, caps, units, uses, signatories, gates and who pays whom."""

from s2ss_core.programmes.canonical_form import (
    canonical,
    digest,
    from_canonical,
)
from s2ss_core.programmes.checklists import (
    AskedChecklist,
    Checklist,
    ChecklistItem,
    checklists_at,
    items_of,
)
from s2ss_core.programmes.citation import (
    CPD_HUBS,
    HANDBOOK,
    INSTITUTE,
    NPQEL,
    PROTOCOLS,
    Citation,
    Document,
    choice,
)
from s2ss_core.programmes.conversions import (
    capacity_of,
    charge_of,
    funding_terms,
    rates_for,
    span_dates,
    term_dates,
    term_of,
    terms_between,
)
from s2ss_core.programmes.days_and_terms import (
    Cap,
    Capacity,
    Duration,
    FormDue,
    LeadTimes,
    QADayDue,
    RecordDue,
    TermSpan,
)
from s2ss_core.programmes.flows import Flow, FlowKind, MoneyParty
from s2ss_core.programmes.loader import find, load, loads, shipped, shipped_checklists
from s2ss_core.programmes.prices import Accreditation, Charge, Rate, RateSplit, Uses
from s2ss_core.programmes.programme import (
    Gate,
    PayeeRole,
    Programme,
    Signatories,
    Terms,
)
from s2ss_core.programmes.reports import Reports
from s2ss_core.programmes.retention import YEARS_KEPT
from s2ss_core.programmes.rhythms import Rhythm, RhythmKind
from s2ss_core.programmes.setting import Setting
from s2ss_core.programmes.signatories import signatories_of, signatories_where_applicable
from s2ss_core.programmes.working_days import (
    add_working_days,
    financial_year,
    is_working_day,
    working_days_between,
)

__all__ = [
    "CPD_HUBS",
    "HANDBOOK",
    "INSTITUTE",
    "NPQEL",
    "PROTOCOLS",
    "YEARS_KEPT",
    "Accreditation",
    "AskedChecklist",
    "Cap",
    "Capacity",
    "Charge",
    "Checklist",
    "ChecklistItem",
    "Citation",
    "Document",
    "Duration",
    "Flow",
    "FlowKind",
    "FormDue",
    "Gate",
    "LeadTimes",
    "MoneyParty",
    "PayeeRole",
    "Programme",
    "QADayDue",
    "Rate",
    "RateSplit",
    "RecordDue",
    "Reports",
    "Rhythm",
    "RhythmKind",
    "Setting",
    "Signatories",
    "TermSpan",
    "Terms",
    "Uses",
    "add_working_days",
    "canonical",
    "capacity_of",
    "charge_of",
    "checklists_at",
    "choice",
    "digest",
    "financial_year",
    "find",
    "from_canonical",
    "funding_terms",
    "is_working_day",
    "items_of",
    "load",
    "loads",
    "rates_for",
    "shipped",
    "shipped_checklists",
    "signatories_of",
    "signatories_where_applicable",
    "span_dates",
    "term_dates",
    "term_of",
    "terms_between",
    "working_days_between",
]
