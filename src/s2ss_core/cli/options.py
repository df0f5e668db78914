"""Options of most commands: the store, the output format and the time."""

import datetime as dt
import re
from typing import Annotated, Literal

import attrs
from cyclopts import Parameter

from s2ss_core.errors import BadInput
from s2ss_core.projections import AsAt
from s2ss_core.store.url_password import without_password

Shape = Literal["text", "json"]


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Where:
    """Which store."""

    db: Annotated[str | None, Parameter(env_var="S2SS_DB", metavar="URL")] = None
    """The store: a path, or a URL such as sqlite:///support.db."""

    @property
    def url(self) -> str:
        """The URL of the store. Raises `BadInput` if none is given."""
        if not self.db:
            raise BadInput(
                "Say which store: add --db support.db, or set S2SS_DB. To try everything out, run: s2ss demo"
            )
        return url_of(self.db)


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class How:
    """In which form it is shown."""

    format: Shape = "text"
    """Text for people, or JSON for programs (money in pence)."""

    @property
    def json(self) -> bool:
        return self.format == "json"


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class When:
    """From which time it is seen."""

    as_at: Annotated[str | None, Parameter(metavar="DATE")] = None
    """As things had happened by the end of this day: 2024-03-31."""
    known_at: Annotated[str | None, Parameter(metavar="TIME|POSITION")] = None
    """As it was known then: a day, a time with its zone (2024-03-15T12:00:00Z), or a position."""

    @property
    def moment(self) -> AsAt:
        """Both options as one value. Raises `BadInput` for anything but a date, a time with its zone or a position."""
        position, recorded = known(self.known_at)
        return AsAt(position=position, recorded=recorded, happened=day_given("as-at", self.as_at))

    def __str__(self) -> str:
        parts = [f"as happened by {self.as_at}"] if self.as_at else []
        parts += [f"as known at {self.known_at}"] if self.known_at else []
        return ", ".join(parts)


def url_of(db: str) -> str:
    """The URL for a path or URL."""
    is_url = re.match(r"[a-z][a-z0-9+.-]+:", db, re.IGNORECASE) or without_password(db) != db
    return db if is_url else f"sqlite:///{db}"


def day_given(option: str, text: str | None) -> dt.date | None:
    """The day that an option gives, if it is given. Raises `BadInput` that names the option for anything else."""
    from s2ss_core.cli.rows.converters import day_of

    try:
        return day_of(text) if text is not None else None
    except BadInput as error:
        raise BadInput(f"--{option}: {error}") from None


def _position(text: str) -> int:
    compact = re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])", text, re.ASCII)
    if compact:
        raise BadInput(
            f"--known-at: {text} may be a day or a position. For the day write {'-'.join(compact.groups())}, for the"
            f" position {int(text):,}"
        )
    return int(text.replace(",", ""))


def known(text: str | None) -> tuple[int | None, dt.datetime | dt.date | None]:
    """The position, or the day or time, that `--known-at` names. Raises `BadInput`."""
    from s2ss_core.cli.rows.converters import day_of, moment_of

    if text is None:
        return None, None
    if re.fullmatch(r"\d{1,15}|\d{1,3}(,\d{3}){1,4}", text, re.ASCII):
        return _position(text), None
    try:
        return None, moment_of(text) if "T" in text else day_of(text)
    except BadInput as error:
        raise BadInput(f"--known-at: {error}; or give a position, a whole number") from None
