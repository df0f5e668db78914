"""A deployment's history under another programme, as text."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, row, table
from s2ss_core.what_if import FigureDifference, SettingDifference, Verdict, WhatIf

MOST = 40
MARKS = {"error": "!", "accepted": "~", "note": "·", None: "+"}
AGAINST = ("error", "accepted")
NOT_THERE = "–"


def show_what_if(console: Console, found: WhatIf) -> None:
    """What each rule and each figure would be, with the settings that make the difference."""
    _head(console, found)
    for verdict in found.verdicts[:MOST]:
        _show_verdict(console, verdict)
    _more(console, found.verdicts)
    if found.figures:
        _show_figures(console, found.figures)
    decisive = {name for verdict in found.verdicts for name in verdict.settings}
    decisive |= {name for figure in found.figures for name in figure.settings}
    _show_settings(console, [setting for setting in found.settings if setting.setting in decisive], found)


def _head(console: Console, found: WhatIf) -> None:
    if found.verdicts or found.figures:
        of_rules = [verdict for verdict in found.verdicts if verdict.rule.startswith("S2SS-")]
        refused = sum(verdict.other == "error" != verdict.pinned for verdict in of_rules)
        allowed = sum(verdict.other in {None, "note"} for verdict in of_rules if verdict.pinned in AGAINST)
        said = f"{refused} refused, {allowed} no longer against a rule, {len(found.figures)} figures differ"
    else:
        said = "nothing differs"
    heading(
        console,
        f"{found.deployment} under {found.programme}: {said}.",
        f"It was brokered under {found.pinned}. {len(found.settings)} settings of the two differ. Nothing is stored.",
    )


def _show_verdict(console: Console, verdict: Verdict) -> None:
    says = verdict.says or (f"Met here: {verdict.sentence}.",)
    for said in says:
        console.print(Text(f"{MARKS[verdict.other]} [{verdict.rule}] {said}"))
    where = f"    {verdict.event} of {day(verdict.on)}, position {verdict.position} of {verdict.stream}"
    console.print(Text(where, style="dim"))
    if verdict.said:
        console.print(Text(f"    as it is pinned: {' '.join(verdict.said)}", style="dim"))
    console.print(Text(f"    by: {_names(verdict.settings)}", style="dim"))


def _show_figures(console: Console, figures: Sequence[FigureDifference]) -> None:
    made = table("Figure", "Pinned", "Here", "By", right=(1, 2))
    for figure in figures[:MOST]:
        row(made, figure.path, figure.pinned, figure.other, _names(figure.settings))
    console.print(made)
    _more(console, figures)


def _show_settings(console: Console, settings: Sequence[SettingDifference], found: WhatIf) -> None:
    if not settings:
        return
    made = table("Setting", found.pinned, found.programme, title="Settings that make a difference")
    for setting in settings[:MOST]:
        row(made, setting.key, *_without_what_both_have(setting))
    console.print(made)
    _more(console, settings)


def _without_what_both_have(setting: SettingDifference) -> tuple[str, str]:
    """Both values; of two long lists only what one of them has alone."""
    pinned, other = setting.pinned or NOT_THERE, setting.other or NOT_THERE
    before, after = pinned.split(", "), other.split(", ")
    both = set(before) & set(after)
    if not both:
        return pinned, other
    alone = ([word for word in words if word not in both] for words in (before, after))
    mine, theirs = (", ".join([*words, "…"]) for words in alone)
    return mine, theirs


def _names(settings: Sequence[str]) -> str:
    return ", ".join(settings) or "several settings together"


def _more(console: Console, rows: Sequence[object]) -> None:
    if len(rows) > MOST:
        console.print(Text(f"and {len(rows) - MOST:,} more: --format json shows all"))
