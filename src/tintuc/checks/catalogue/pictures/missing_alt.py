"""Does every picture say what it shows to those who cannot see it?

The name of a file says nothing to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place

#: The name of a file, as machines and cameras give them.
FILE = re.compile(
    r"\s*(?:\S+\.(?:jpe?g|png|gif|webp|avif|tiff?|heic)|(?:IMG|DSC[FN]?|P|DJI|PXL|MVIMG)[_-]?\d{3,}\S*)\s*", re.I
)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask for the alt text of each picture."""
    for block in dossier.body:
        if block.kind != "picture" or block.part != "alt":
            continue
        place = Place("body", block.id, 0, len(block.text), "alt")
        if not block.text.strip() and not block.source:
            yield Finding("no-alt", place, block.text)
        elif FILE.fullmatch(block.text):
            yield Finding("file-name", place, block.text)


CHECK = Check(
    id="pictures.missing-alt",
    title="Picture without alt text",
    level=Level.QUERY,
    says={
        "no-alt": "This picture does not say what it shows.",
        "file-name": "This is the name of a file and does not say what the picture shows.",
    },
    why="Readers who cannot see it, or whose line is too slow for it, get nothing.",
    fix="Say in one sentence what the picture shows.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("A ferry at the pier", "f", "alt", "picture"),))),
        Find(Dossier(body=(Block("IMG_2034.jpg", "f", "alt", "picture"),)), reason="file-name", quote="IMG_2034.jpg"),
        Find(Dossier(body=(Block("", "f", "alt", "picture"),)), reason="no-alt", quote=""),
    ),
)
