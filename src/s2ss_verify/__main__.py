"""`python -m s2ss_verify BUNDLE`: exit code 0 if all is well, 1 if something is wrong, 2 if it cannot be read."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from s2ss_verify.note import Key, read_key
from s2ss_verify.report import Report, Unreadable
from s2ss_verify.verification import ODD, verify

WELL, WRONG, UNREADABLE = 0, 1, 2
MOST_SHOWN = 50
PATIENCE = 1.0  # seconds
UNSAFE = {
    *range(32),
    *range(127, 160),
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
}


def main(tokens: Sequence[str] | None = None) -> int:
    """Check the bundle that the command line names, and print what was found."""
    try:
        given = _parser().parse_args(tokens)
    except SystemExit as left:
        return UNREADABLE if left.code else WELL
    try:
        report = verify(
            Path(given.bundle),
            log=_key(given.log) if given.log else None,
            witnesses=[_key(witness) for witness in given.witness],
            checkpoint=_content(given.checkpoint) if given.checkpoint else None,
            watch=_progress(),
        )
    except Unreadable as error:
        print(f"{given.bundle} cannot be checked: {_safe(str(error))}.", file=sys.stderr)
        return UNREADABLE
    except OSError as error:
        print(f"{given.bundle} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return UNREADABLE
    except ODD as error:  # a form of damage that nobody thought of
        print(f"{given.bundle} cannot be checked: it is malformed ({type(error).__name__}).", file=sys.stderr)
        return UNREADABLE
    print(_json(report) if given.format == "json" else _text(report))
    return WELL if report.sound else WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("s2ss_verify", description=sys.modules[__name__].__doc__)
    parser.add_argument("bundle", help="the file that the keeper of the record gave you")
    parser.add_argument("--log", metavar="KEY", help="the public key of the log, or a file that holds it")
    parser.add_argument(
        "--witness", metavar="KEY", action="append", default=[], help="a witness who must have cosigned"
    )
    parser.add_argument(
        "--checkpoint", metavar="FILE", help="a checkpoint that you kept, which the bundle must continue"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser


def _key(given: str) -> Key:
    try:
        return read_key(Path(given).read_text("utf-8") if Path(given).is_file() else given)
    except (OSError, UnicodeDecodeError):
        raise Unreadable(f"{given} is not the file of a key") from None


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be opened: {error.strerror}") from None


def _progress() -> Callable[[int, int], None]:
    begun = time.monotonic()

    def shown(done: int, of: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - begun > PATIENCE:
            print(
                f"\r{done:,} of {of:,} entries", end="\n" if done >= of else "", file=sys.stderr, flush=True
            )

    return shown


def _text(report: Report) -> str:
    lines = ["Nothing is wrong." if report.sound else f"{len(report.findings):,} things are wrong."]
    lines += [f"! {_safe(str(finding))}" for finding in report.findings[:MOST_SHOWN]]
    if len(report.findings) > MOST_SHOWN:
        lines.append(f"! and {len(report.findings) - MOST_SHOWN:,} more: --format json shows all")
    lines += [f"· {_safe(note)}" for note in report.notes]
    lines += [f"  {number:>9,}  {what}" for what, number in sorted(report.checked.items())]
    return "\n".join(lines)


def _json(report: Report) -> str:
    findings = [
        {"code": finding.code, "position": finding.position, "says": finding.says}
        for finding in report.findings
    ]
    data = {"sound": report.sound, "findings": findings, "notes": report.notes, "checked": report.checked}
    return json.dumps(data, indent=2)


def _safe(text: str) -> str:
    """Text without anything that steers a terminal."""
    return "".join(f"\\u{ord(c):04x}" if ord(c) in UNSAFE or 0xD800 <= ord(c) < 0xE000 else c for c in text)


if __name__ == "__main__":
    sys.exit(main())
