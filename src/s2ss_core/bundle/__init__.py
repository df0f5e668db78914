"""The auditor's bundle: one file that can be checked without this library and without its keeper."""

from s2ss_core.bundle.bundle import Bundled, write_bundle

__all__ = ["Bundled", "write_bundle"]
