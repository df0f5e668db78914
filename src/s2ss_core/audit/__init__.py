"""The audit: a second implementation of the rules, over recorded history alone. It lists what it finds, and never raises."""

from s2ss_core.audit.finding import Despite, Finding, Severity
from s2ss_core.audit.history import Audit, audit
from s2ss_core.audit.stored_bytes import audited

__all__ = ["Audit", "Despite", "Finding", "Severity", "audit", "audited"]
