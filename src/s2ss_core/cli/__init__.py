"""The command line: `s2ss`."""

from s2ss_core.cli.edge import main

__all__ = ["main"]
