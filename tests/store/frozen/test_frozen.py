"""Stores that were written when the format was frozen are opened, read, continued, examined and rebuilt for ever after.

If a test here fails, the stored format was changed: a store that somebody keeps can no longer be read, or is written
otherwise. A change is a new version of an event with an upcast, or a new number of the format with a way to it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.events import ConcernRaised
from s2ss_core.projections import GRANT_USAGE, LEADER_WORKLOAD, Materialised
from s2ss_core.store import Append, Recorded, recorded_of, state_of
from s2ss_core.store.integrity_check import check_integrity
from s2ss_core.store.leaf import leaf_of
from s2ss_core.testing._servers.postgres_server import Server
from s2ss_core.testing.samples import visit
from s2ss_core.values import Money, Withheld
from tests.store.frozen.__main__ import HERE, SCHEMA, root, states
from tests.store.frozen.history import DEPLOYMENT, ERASED, LEADER, PLAYED, YEAR
from tests.store.frozen.merkle import root_of

FORMATS = sorted(HERE.glob("format-*"))
CERTIFICATE_VECTORS = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)


@pytest.fixture(params=FORMATS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(params=("sqlite", pytest.param("postgres", marks=pytest.mark.postgres)))
def kept(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator[tuple[str, Brokerage]]:
    """A copy of a frozen store, opened, and the root over what was written into it."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(folder / 'store.db', tmp_path)}"
    else:
        url = restored(request.getfixturevalue("postgres_server"), folder)
    with Brokerage.open(url) as brokerage:
        yield (folder / f"{request.param}.root").read_text(), brokerage


def restored(server: Server, folder: Path) -> str:
    """The URL of a database of its own, with what the dump holds."""
    psycopg: Any = pytest.importorskip("psycopg")
    from s2ss_core.store.postgres.address import address_of

    database = folder.name.replace("-", "_")
    with psycopg.connect(**dict(address_of(server.url()).parameters), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database}")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
    with psycopg.connect(**dict(address_of(server.url(database)).parameters), autocommit=True) as connection:
        connection.execute((folder / "postgres.sql").read_text("utf-8"))
    return server.url(database, schema=SCHEMA)


def one_more(brokerage: Brokerage) -> Recorded:
    (recorded,) = brokerage.store.append([Append("d-1", 0, (visit(1),))], at=PLAYED, by="u-7")
    return recorded


def test_every_entry_reads_and_is_written_again_as_the_same_bytes(kept: tuple[str, Brokerage]) -> None:
    frozen, brokerage = kept

    entries = list(brokerage.store.entries())

    assert root([state for _, state in entries]) == frozen
    for position, state in entries:
        assert state_of(recorded_of(state, position=position)) == state


def test_the_lines_beside_the_file_are_what_it_holds(folder: Path) -> None:
    lines = (folder / "sqlite.jsonl").read_bytes().split(b"\n")[:-1]

    assert root(lines) == (folder / "sqlite.root").read_text()


def test_nothing_is_wrong_with_it(kept: tuple[str, Brokerage]) -> None:
    _, brokerage = kept

    assert check_integrity(brokerage.store).flaws == ()


def test_what_it_says_is_what_it_said(kept: tuple[str, Brokerage]) -> None:
    _, brokerage = kept
    certificate = brokerage.grant_usage(DEPLOYMENT).amounts
    (concern, _) = brokerage.store.read(ERASED)

    assert (certificate.eligible.value, certificate.released.value) == (
        Money("11,000.00"),
        Money("11,000.00"),
    )
    assert isinstance(concern.event, ConcernRaised)
    assert isinstance(concern.event.about, Withheld)
    assert (details := brokerage.store.directory.look_up(LEADER)) is not None
    assert details.email == "ada@example.org"


def test_its_documents_are_served_caught_up_and_rebuilt(kept: tuple[str, Brokerage]) -> None:
    _, brokerage = kept
    views = Materialised(brokerage.store)
    one_more(brokerage)

    assert views.read(LEADER_WORKLOAD, ("leader", LEADER, YEAR)) == LEADER_WORKLOAD.live(
        brokerage.store, ("leader", LEADER, YEAR)
    )
    views.catch_up()
    assert all(views.rebuild(projection).switched for projection in views.projections)
    assert views.read(GRANT_USAGE, ("deployment", DEPLOYMENT)) == GRANT_USAGE.live(
        brokerage.store, ("deployment", DEPLOYMENT)
    )


def test_it_can_be_continued(kept: tuple[str, Brokerage]) -> None:
    frozen, brokerage = kept
    before = states(brokerage.store)

    recorded = one_more(brokerage)

    after = states(brokerage.store)
    assert recorded.position == len(after) == len(before) + 1
    assert root(after[:-1]) == frozen
    assert after[-1] == state_of(recorded)
    assert check_integrity(brokerage.store).flaws == ()


def test_a_root_is_the_one_of_the_published_vectors() -> None:
    """The eight leaves and their roots that implementations of certificate transparency test with."""
    leaves = [leaf_of(bytes.fromhex(leaf)) for leaf in CERTIFICATE_VECTORS]

    roots = [root_of(leaves[:size]).hex() for size in (0, 1, 2, 3, 4, 5, 6, 7, 8)]

    assert roots == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
