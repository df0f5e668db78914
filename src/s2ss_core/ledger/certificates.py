"""Which certificates stand: one for each period."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.events import GrantUsageCertified


def _share_a_day(one: GrantUsageCertified, other: GrantUsageCertified) -> bool:
    """Whether a day is in the period of both certificates."""
    return one.covers_from <= other.covers_to and other.covers_from <= one.covers_to


def covers(certificate: GrantUsageCertified, day: date) -> bool:
    """Whether a day is in the period of a certificate."""
    return certificate.covers_from <= day <= certificate.covers_to


def certificates_standing(certified: Iterable[GrantUsageCertified]) -> list[GrantUsageCertified]:
    """Of the certificates, in order of certification, those that no later one takes the place of.

    A certificate takes the place of the one that it names, and of every one that it shares a day with.
    """
    standing: list[GrantUsageCertified] = []
    for certificate in certified:
        standing = [
            before
            for before in standing
            if before.certificate != certificate.supersedes and not _share_a_day(before, certificate)
        ]
        standing.append(certificate)
    return standing
