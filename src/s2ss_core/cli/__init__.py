"""The command line: `s2ss`."""

from s2ss_core.cli.main import main

__all__ = ["main"]
