"""Programme files: what people write, and the canonical form that is stored of it."""

import random
from importlib import resources

from s2ss_core.errors import BadInput
from s2ss_core.programmes import canonical, digest, from_canonical, loads, shipped
from s2ss_core.programmes.consistency import inconsistencies
from tests.fuzz.mutations import mutated

FOLDER = resources.files("s2ss_core.programmes")
FILES = [file.read_text("utf-8") for file in FOLDER.iterdir() if file.name.endswith(".toml")]
STORED = [canonical(programme) for programme in shipped()]


class ProgrammeFiles:
    """Reads a changed programme file, or a changed canonical form."""

    def read(self, chosen: random.Random) -> str:
        """What became of one input. Raises where it is accepted and not valid, or anything but `BadInput`."""
        if chosen.random() < 0.5:
            return self.stored(mutated(chosen.choice(STORED), chosen, STORED))
        try:
            programme = loads(mutated(chosen.choice(FILES), chosen, FILES))
        except BadInput:
            return "refused"
        assert not list(inconsistencies(programme))
        assert self.stored(canonical(programme)) == "accepted"
        assert from_canonical(canonical(programme)) == programme
        return "accepted"

    def stored(self, text: str) -> str:
        try:
            programme = from_canonical(text)
        except BadInput:
            return "refused"
        assert canonical(programme) == text
        assert len(digest(programme)) == 71
        text.encode("ascii")
        return "accepted"
