"""Makes the two files of Be Vietnam Pro that editions may choose: Vietnamese and English letters, one file a weight.

Run it in a folder of its own, with ``fonttools`` and ``brotli`` from PyPI and the npm package
``@fontsource/be-vietnam-pro`` (SIL Open Font License 1.1) unpacked at the path given as the first argument; the second
is where the files go. The licence lies beside them.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

BASES = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
MARKS = "–—‘’“”…·«»×°©€₫\u00a0%½¼¾²³±−"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]


def letters() -> set[int]:
    """Every code point the files hold."""
    toned = (
        unicodedata.normalize("NFC", form + tone) for base in BASES for form in (base, base.upper()) for tone in TONES
    )
    return {*range(0x20, 0x7F), *map(ord, MARKS), *(ord(one) for one in toned if len(one) == 1)}


def part(file: Path, folder: Path) -> str:
    """One of the package's files with nothing but our letters, unpacked; its place."""
    font = TTFont(file)
    font.flavor = None
    options = subset.Options(hinting=False, layout_features=FEATURES)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters() & set(font.getBestCmap()))
    cutter.subset(font)
    place = folder / f"{file.stem}.ttf"
    font.save(place)
    return str(place)


def make(package: Path, target: Path) -> None:
    """Join the package's Latin and Vietnamese files of each weight."""
    for weight in (400, 700):
        with tempfile.TemporaryDirectory() as folder:
            files = (
                package / "files" / f"be-vietnam-pro-{name}-{weight}-normal.woff2" for name in ("latin", "vietnamese")
            )
            joined = Merger().merge([part(file, Path(folder)) for file in files])
            joined.flavor = "woff2"
            joined.save(target / f"be-vietnam-pro-{weight}.woff2")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
