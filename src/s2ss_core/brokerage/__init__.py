"""The application: what an embedding program talks to."""

from s2ss_core.brokerage.brokerage import Brokerage
from s2ss_core.brokerage.command import Bound, BoundOpening, Command, Opening
from s2ss_core.brokerage.transaction import Evidence

__all__ = ["Bound", "BoundOpening", "Brokerage", "Command", "Evidence", "Opening"]
