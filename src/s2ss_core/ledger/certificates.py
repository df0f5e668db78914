"""Which certificates stand: one for each period of an award."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.events import GrantUsageCertified
from s2ss_core.ids import same


def is_of_award(certificate: GrantUsageCertified, award: str | None) -> bool:
    """Whether a certificate is of an award: of the one that it names, or of each if it names none or none is asked for."""
    return certificate.award is None or award is None or same(certificate.award, award)


def _share_a_day(one: GrantUsageCertified, other: GrantUsageCertified) -> bool:
    """Whether a day is in the period of both certificates."""
    return one.covers_from <= other.covers_to and other.covers_from <= one.covers_to


def covers(certificate: GrantUsageCertified, day: date) -> bool:
    """Whether a day is in the period of a certificate."""
    return certificate.covers_from <= day <= certificate.covers_to


def certificates_standing(certified: Iterable[GrantUsageCertified]) -> list[GrantUsageCertified]:
    """Of the certificates, in order of certification, those that no later one takes the place of.

    A certificate takes the place of the one that it names and of every one that it shares a day with, if these are of the
    same award.
    """
    standing: list[GrantUsageCertified] = []
    for certificate in certified:
        standing = [
            before
            for before in standing
            if not is_of_award(before, certificate.award)
            or not (before.certificate == certificate.supersedes or _share_a_day(before, certificate))
        ]
        standing.append(certificate)
    return standing
