"""What is incurred, disallowed and eligible, in pence."""

import attrs

__all__ = ["Sums"]


@attrs.define
class Sums:
    """Three sums of one line or of all; what is incurred is what is disallowed and what is eligible."""

    incurred: int = 0
    disallowed: int = 0
    eligible: int = 0

    def move(self, before: "Sums", after: "Sums") -> None:
        """Take off what a fact came to before, and add what it comes to now."""
        self.incurred += after.incurred - before.incurred
        self.disallowed += after.disallowed - before.disallowed
        self.eligible += after.eligible - before.eligible
