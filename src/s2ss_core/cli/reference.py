"""`s2ss rules` and `s2ss programmes`: each rule and each number with its source."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How
from s2ss_core.errors import NotFound

HOW = How()


def rules(code: str | None = None, *, how: How = HOW) -> int:
    """Show every rule, or those whose code begins so: what it asks, who asks it, and what clears it.

    Parameters
    ----------
    code
        A code, or the beginning of some: S2SS-M07, S2SS-M or M07.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.reference import show_rules
    from s2ss_core.rules import every_rule

    found = tuple(rule for rule in every_rule() if code is None or _begins(rule.code, code))
    if not found:
        raise NotFound(f"There is no rule {code}. To see them all: s2ss rules")
    if how.json:
        as_json(tuple(_plain(rule) for rule in found))
    else:
        show_rules(stdout_console(), found)
    return DONE


def programmes(name: str | None = None, version: str | None = None, *, how: How = HOW) -> int:
    """Show the programmes there are, or every number of one of them with its source.

    Parameters
    ----------
    name
        A programme's name, such as exceed-2023.
    version
        Its version; the latest if none.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.reference import show_programme, show_programmes
    from s2ss_core.programmes import find, shipped

    if name is None:
        as_json(tuple(map(_listed, shipped()))) if how.json else show_programmes(stdout_console(), shipped())
        return DONE
    programme = find(name, version)
    as_json(programme) if how.json else show_programme(stdout_console(), programme, tuple(sourced(programme)))
    return DONE


def sourced(part: Any, path: str = "", source: str = "") -> Iterator[tuple[str, Any, str]]:
    """Every value of a programme: its path, the value, and its nearest source."""
    if isinstance(part, tuple) and any(attrs.has(type(row)) for row in part):
        for row in part:
            yield from sourced(row, f"{path}.{_name(row)}", source)
    elif attrs.has(type(part)):
        source = getattr(part, "source", source)
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            if field.name != "source" and value not in (None, ()):
                shorter = path if field.name == "value" else f"{path}.{field.name}" if path else field.name
                yield from sourced(value, shorter, source)
    else:
        yield path, part, source


def _name(part: Any) -> str:
    if named := getattr(part, "id", None):
        return str(named)
    names = ("kind", "unit", "band", "season", "document", "party", "what")
    found = [str(value) for name in names if (value := getattr(part, name, None)) is not None]
    return " ".join(found)


def _begins(code: str, asked: str) -> bool:
    return code.startswith(asked.upper()) or code.removeprefix("S2SS-").startswith(asked.upper())


def _plain(rule: Any) -> dict[str, Any]:
    return {
        "code": rule.code,
        "rule": rule.sentence,
        "requirement": rule.requirement,
        "source": str(rule.source),
        "clears": rule.clears,
        "advisory": rule.advisory,
        "absolute": rule.absolute,
    }


def _listed(programme: Any) -> dict[str, Any]:
    from s2ss_core.programmes import digest

    return {
        "name": programme.name,
        "version": programme.version,
        "title": programme.title,
        "document": programme.document,
        "effective_from": programme.effective_from,
        "digest": digest(programme),
    }
