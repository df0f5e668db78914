"""Small changes to real inputs, as slips, bad software and bad will make them; one seed makes one change."""

import random
import re
from collections.abc import Callable, Sequence

TOKENS = re.compile(r'"[^"\n]*"|\d[\w.:+-]*|[A-Za-z_][\w-]*|\s+|.', re.DOTALL)

# Each has been the end of some program.
ODD: tuple[str, ...] = (
    "", " ", "0", "-1", "1", "9" * 30, "9" * 5_000, "9007199254740993", "1e309", "1e999999999999999999", "1e9999999999999999999999", "-0.0", "nan", "inf", "0x10",
    "0b1", "1_000", "0.00001", "0.50", "1,000.00", "£5", "null", "true", "false", "yes", "[]", "{}", "[[", "]]", '"""', "'''",
    '"', "'", "=", ".", ",", ";", "\n", "\r", "\r\n", "\t", "\0", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\ud800", "\U0001f600",
    "e\u0301", "ß", "İ", "ı", "٣", "१", "０", "\u202e", "%s", "{0}", "{amount}", "$HOME", "../..", "2024-02-30", "2024-03-31", "0000-00-00",
    "9999-12-31", "2024-3-1", "20240331", "2024-03-31T01:30:00", "2024-03-31T01:30:00Z", "2024-10-27 01:30:00+01:00", "24:00:00",
    "2023/24", "2023/25", "1999/00", "2024-spring", "2024-winter", "S2SS-M07", "deployment.closed@1", "__class__", "[" * 3_000,
    "{a=" * 500, "a." * 2_000, "x" * 20_001, "x" * 301, '"\\ud800"', '"\\u0000"', '"' + "x" * 301 + '"', '"0"', '"-1.00"', '"0.1"', '"£"',
)  # fmt: skip


def mutated(text: str, chosen: random.Random, others: Sequence[str]) -> str:
    """A text after a few changes, or none; whole tokens may come from others of its kind."""
    for _ in range(chosen.choice((0, 1, 1, 1, 2, 3, 6))):
        text = chosen.choice(DEVIATIONS)(text, chosen, others)
    return text


def _token(text: str, chosen: random.Random, others: Sequence[str]) -> str:
    tokens = TOKENS.findall(text) or [""]
    at = chosen.randrange(len(tokens))
    taken = TOKENS.findall(chosen.choice(others)) or [""]
    tokens[at] = chosen.choice((chosen.choice(ODD), chosen.choice(taken), chosen.choice(tokens)))
    return "".join(tokens)


def _value(text: str, chosen: random.Random, others: Sequence[str]) -> str:
    """A quoted or numeric token for another: the shape stays as it was."""
    places = [found.span() for found in re.finditer(r'"[^"\n]*"|\b\d[\w.:+-]*', text)]
    if not places:
        return _token(text, chosen, others)
    start, end = chosen.choice(places)
    taken = re.findall(r'"[^"\n]*"|\b\d[\w.:+-]*', chosen.choice((*others, text))) or ['""']
    odd = chosen.choice(ODD)
    value = chosen.choice((chosen.choice(taken), odd, f'"{odd}"'))
    return text[:start] + value + text[end:]


def _line(text: str, chosen: random.Random, others: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = chosen.randrange(len(lines))
    taken = chosen.choice(others).splitlines(keepends=True) or [""]
    lines[at : at + 1] = chosen.choice(([], [lines[at]] * 2, [chosen.choice(taken)], [*taken[:3], lines[at]]))
    return "".join(lines)


def _slice(text: str, chosen: random.Random, others: Sequence[str]) -> str:
    start, end = sorted((chosen.randint(0, len(text)), chosen.randint(0, len(text))))
    end = min(end, start + chosen.choice((1, 4, 60, 2_000)))
    other = chosen.choice(others)
    at = chosen.randint(0, len(other))
    put = chosen.choice(("", text[start:end] * 2, other[at : at + 40], chosen.choice(ODD)))
    return text[:start] + put + text[end:]


def _character(text: str, chosen: random.Random, _: Sequence[str]) -> str:
    at = chosen.randint(0, len(text))
    new = chr(chosen.choice((chosen.randrange(128), chosen.randrange(0x110000))))
    return text[:at] + new + text[at + chosen.randint(0, 1) :]


DEVIATIONS: tuple[Callable[[str, random.Random, Sequence[str]], str], ...] = (
    _token, _token, _value, _value, _value, _line, _slice, _character,
)  # fmt: skip
