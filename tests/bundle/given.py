"""The worked example with its log, its key and bundles of it."""

from pathlib import Path

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.bundle import write_bundle
from s2ss_core.cli.demo import example, play_example
from s2ss_core.store import Store
from s2ss_core.transparency import PublicKey, SignedCheckpoint, sealed
from tests.transparency.given import key_file

DEPLOYMENT = "dep-2023-014"


@attrs.frozen
class Kept:
    """A store with the worked example, its newest checkpoint, one from the middle, and the public key of the log."""

    folder: Path
    key: PublicKey
    checkpoint: SignedCheckpoint
    earlier: SignedCheckpoint

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/support.db"

    def bundle(
        self, name: str = "a.bundle", *, deployment: str | None = DEPLOYMENT, texts: bool = False
    ) -> Path:
        """A bundle of a deployment, or of everything."""
        file = self.folder / name
        with Brokerage.open(self.url) as brokerage:
            write_bundle(
                brokerage.store, file, self.checkpoint,
                deployment=deployment, texts=texts, since=self.earlier.head,
            )  # fmt: skip
        return file


def keep(folder: Path) -> Kept:
    """Play the worked example in two halves, and seal it after each."""
    key, public = key_file(folder)
    rows = example()
    with Brokerage.open(f"sqlite:///{folder}/support.db") as brokerage:
        store: Store = brokerage.store
        play_example(brokerage, rows[: len(rows) // 2])
        earlier = sealed(store, key)
        play_example(brokerage, rows[len(rows) // 2 :])
        return Kept(folder, public, sealed(store, key), earlier)
