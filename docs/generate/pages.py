"""The pages that list public names: views, values, errors, the store, the kit, and the index of all names."""

import inspect
from collections.abc import Iterator
from importlib import import_module

from docs.generate.entries import entry, kind_of
from docs.generate.public import MODULES, names_of, page_of, public
from docs.generate.text import fields_of, nested, prose
from s2ss_core import errors as errors_room
from s2ss_core.projections import AwardUsage, Certificate, DeploymentLog, HomeSchoolWorkload, LeaderWorkload
from s2ss_core.rules import Refused

VIEWS = (DeploymentLog, LeaderWorkload, HomeSchoolWorkload, Certificate, AwardUsage)


def entries_of(module: str, level: str = "###") -> Iterator[str]:
    """An entry for every public name of a module that this module's own page explains."""
    for room, name, value in public():
        if room == module and page_of(room, name, value) == MODULES[module]:
            yield from entry(name, value, level)


def nested_entries(title: str, *roots: type, known: tuple[str, ...] = ()) -> Iterator[str]:
    """The classes that stand in the fields of others, with their own fields."""
    yield f"## {title}\n"
    for cls in sorted(nested(*roots), key=lambda cls: cls.__name__):
        if cls.__name__ not in known:
            yield f"### `{cls.__name__}`\n\n{prose(cls)}\n"
            yield from fields_of(cls)


def views() -> Iterator[str]:
    """Every view with its fields, and what serves it."""
    yield "# Views\n\nA view is a frozen document that is computed from events. Each `Figure` in it carries the positions of the"
    yield "events that it came from. Money is in pence, quantities are `Days`. Import these names from `s2ss_core.projections`.\n"
    yield "## The views\n"
    for view in VIEWS:
        yield from entry(view.__name__, view)
    own = names_of("s2ss_core.projections")
    yield from nested_entries("Parts of views", *VIEWS, known=own)
    yield "## Reading and keeping views\n"
    shown = {view.__name__ for view in VIEWS}
    for room, name, value in public():
        if room == "s2ss_core.projections" and name not in shown:
            yield from entry(name, value)


def values() -> Iterator[str]:
    """The values of the trade."""
    yield "# Values\n\nThe small values that events and views are made of. Each has one spelling and checks itself when it is made."
    yield "Import them from `s2ss_core.values`; the most common ones are in `s2ss_core` too.\n"
    yield from entries_of("s2ss_core.values", "##")
    yield "# Ids\n\nWhat may be an id, and which two ids are the same. Import these from `s2ss_core.ids`.\n"
    yield from entries_of("s2ss_core.ids", "##")


def errors() -> Iterator[str]:
    """Every error: when it comes, and what to do."""
    yield "# Errors\n\nEvery error that the library raises on purpose is an `S2ssError`. Its text says what to do, and you can show it"
    yield "to a user. {doc}`../how-to/embed` says what else Python may raise.\n"
    own = [value for value in vars(errors_room).values() if inspect.isclass(value)]
    for error in (*own, Refused):
        yield f"## `{error.__name__}`\n\n{prose(error)}\n"
        bases = [base.__name__ for base in error.__bases__ if base is not Exception]
        if bases:
            yield f"Base classes: {', '.join(f'`{base}`' for base in bases)}.\n"


def brokerage() -> Iterator[str]:
    """The class that an embedding program talks to."""
    yield "# Brokerage\n\nThe class that your program talks to. {doc}`commands` lists its commands. Import it from `s2ss_core`, and the"
    yield "other names from `s2ss_core.application`.\n"
    yield from entries_of("s2ss_core.application", "##")


def store() -> Iterator[str]:
    """The store."""
    yield "# Store\n\nWhere history is stored. A `Brokerage` opens a store and calls it for you. Use these names to read entries, to"
    yield "write a back end, or to keep the directory. Import them from `s2ss_core.store`.\n"
    yield from entries_of("s2ss_core.store", "##")


def audit() -> Iterator[str]:
    """The audit."""
    yield "# Audit\n\nA second implementation of the rules, over recorded entries alone. `s2ss audit` uses these names, and"
    yield "{doc}`../how-to/audit-a-history` shows how. Import them from `s2ss_core.audit`.\n"
    yield from entries_of("s2ss_core.audit", "##")
    yield "# Under another programme\n\nWhat `Brokerage.what_if` and `s2ss what-if` give, from two audits of one history."
    yield "{doc}`../how-to/compare-two-programmes` shows how. Import these names from `s2ss_core.what_if`.\n"
    yield from entries_of("s2ss_core.what_if", "##")


def transparency() -> Iterator[str]:
    """The transparency log."""
    yield "# Transparency log\n\nA tree over the stored bytes, signed checkpoints of it, and proofs. The commands `s2ss checkpoint`,"
    yield "`s2ss cosign` and `s2ss doctor --checkpoint` use these names. Import them from `s2ss_core.transparency`. Signatures need"
    yield "`pip install 's2ss-core[log]'`.\n"
    yield from entries_of("s2ss_core.transparency", "##")
    yield "# Bundles\n\nOne file for an auditor. `s2ss bundle` writes it. Import these names from `s2ss_core.bundle`.\n"
    yield from entries_of("s2ss_core.bundle", "##")


def testing() -> Iterator[str]:
    """The kit, module by module."""
    yield "# Testing kit\n\nEvery name of `s2ss_core.testing`, by the module that you import it from. The kit needs"
    yield "`pip install pytest hypothesis`. {doc}`../how-to/test-what-you-build` shows how to use it.\n"
    for module in MODULES:
        if module.startswith("s2ss_core.testing"):
            yield f"## `{module}`\n\n{_first_paragraph(module)}\n"
            yield from entries_of(module)


def _first_paragraph(module: str) -> str:
    return (inspect.getdoc(import_module(module)) or "").partition("\n\n")[0]


def public_names() -> Iterator[str]:
    """The index: every public name, what it is, and where it is explained."""
    yield "# Public names\n\nEvery name that an embedding program may import, with the page that explains it. Every other name may"
    yield "change without notice.\n"
    for module in MODULES:
        yield f"## `{module}`\n\n| name | what it is | page |\n|---|---|---|"
        for room, name, value in public():
            if room == module:
                page = page_of(room, name, value)
                yield f"| `{name}` | {kind_of(value)} | [{page.removesuffix('.md')}]({page}) |"
        yield ""
