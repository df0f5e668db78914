"""The pages of the reference as the code makes them. `make golden` writes them; a test fails when they are out of date."""

from docs.generate.events import events
from docs.generate.pages import (
    audit,
    brokerage,
    errors,
    public_names,
    store,
    testing,
    transparency,
    values,
    views,
)
from docs.generate.policies import policies
from docs.generate.policy import commands, invariants, programmes, rules
from docs.generate.traceability import traceability

MAKERS = {
    "audit.md": audit,
    "brokerage.md": brokerage,
    "commands.md": commands,
    "errors.md": errors,
    "events.md": events,
    "invariants.md": invariants,
    "policies.md": policies,
    "programmes.md": programmes,
    "public-names.md": public_names,
    "rules.md": rules,
    "store.md": store,
    "testing.md": testing,
    "traceability.md": traceability,
    "transparency.md": transparency,
    "values.md": values,
    "views.md": views,
}


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in MAKERS.items()}
