"""Check an auditor's bundle, offline: `python -m s2ss_verify BUNDLE`.

This package stands alone. It needs Python's standard library and `cryptography`, and it shares no line with the library
that makes the bundles, so it is a second opinion. Copy the folder wherever you like.
"""

from s2ss_verify.report import Report, Unreadable
from s2ss_verify.verification import verify

__all__ = ["Report", "Unreadable", "verify"]
