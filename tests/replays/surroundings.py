"""Surroundings in which a program may find itself: hash seed, time zone, locale, decimals, back end."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = Path("/usr/share/i18n/locales")  # what localedef makes locales from, where a machine has it


@attrs.frozen(kw_only=True)
class Surroundings:
    """What a program is begun with. `place` is `memory:`, `sqlite:` or `postgres:`."""

    seed: str
    zone: str
    locale: str = "C.UTF-8"
    place: str = "memory:"
    more: Mapping[str, str] = attrs.field(factory=dict)

    def __str__(self) -> str:
        more = " ".join(f"{name}={value}" for name, value in self.more.items())
        return f"hash seed {self.seed}, {self.zone}, {self.locale}, {self.place.strip(':')} {more}".strip()


ASCII_ONLY = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COARSE = {"S2SS_PRECISION": "2", "S2SS_ROUNDING": "ROUND_UP"}
OTHERS = (
    Surroundings(seed="1", zone="Europe/London", locale="C", place="sqlite:", more=ASCII_ONLY),
    Surroundings(seed="4242", zone="America/St_Johns", locale="tr_TR.UTF-8"),
    Surroundings(seed="random", zone="Australia/Lord_Howe", locale="POSIX", more={"PYTHONOPTIMIZE": "1"}),
    Surroundings(seed="7", zone="Europe/London", locale="de_DE.UTF-8", place="sqlite:", more=COARSE),
)
ON_A_SERVER = (
    Surroundings(seed="12", zone="Europe/London", place="postgres:"),
    Surroundings(seed="99", zone="Pacific/Kiritimati", locale="tr_TR.UTF-8", place="postgres:", more=COARSE),
)


def program(scripts: Path, around: Surroundings, locales: Path, server: str = "") -> "subprocess.Popen[str]":
    """The replaying program, begun in these surroundings."""
    place = server if around.place == "postgres:" else around.place
    left_out = ("LC_", "LANG", "COV_", "COVERAGE_")  # measuring would take longer than playing
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    environment |= {"PYTHONHASHSEED": around.seed, "TZ": around.zone, "S2SS_PLACE": place, **around.more}
    environment |= {"LC_ALL": around.locale, "LOCPATH": str(locales)} if made(around.locale, locales) else {}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.replays.replay", str(scripts)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def made(name: str, folder: Path) -> bool:
    """Whether there is a locale, having made it in the folder if the machine can and has not."""
    language, _, charset = name.partition(".")
    if language in {"C", "POSIX"} or (folder / name).is_dir():
        return True
    localedef = shutil.which("localedef")
    if not (localedef and (SOURCES / language).is_file()):
        return False
    done = subprocess.run(
        [localedef, "-i", language, "-f", charset, str(folder / name)], capture_output=True, check=False
    )
    return done.returncode in {0, 1}  # 1: made, with warnings
