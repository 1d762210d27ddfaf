"""Does every picture say what it shows to those who cannot see it?"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask for the alt text of each picture."""
    for block in dossier.body:
        if block.kind == "picture" and block.part == "alt" and not block.text.strip() and not block.source:
            yield Finding("no-alt", Place("body", block.id, 0, len(block.text), "alt"), block.text)


CHECK = Check(
    id="pictures.missing-alt",
    title="Picture without alt text",
    level=Level.QUERY,
    says={"no-alt": "This picture does not say what it shows."},
    why="Readers who cannot see it, or whose line is too slow for it, get nothing.",
    fix="Say in one sentence what the picture shows.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(Block("A ferry at the pier", "f", "alt", "picture"),))),
        Find(Dossier(body=(Block("", "f", "alt", "picture"),)), reason="no-alt", quote=""),
    ),
)
