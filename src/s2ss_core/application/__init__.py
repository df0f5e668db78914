"""The application: the classes that an embedding program uses."""

from s2ss_core.application.brokerage import Brokerage
from s2ss_core.application.command import BoundCommand, Command
from s2ss_core.application.commands import Commands
from s2ss_core.application.transaction import Evidence

__all__ = ["BoundCommand", "Brokerage", "Command", "Commands", "Evidence"]
