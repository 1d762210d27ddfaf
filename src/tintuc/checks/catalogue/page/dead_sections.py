"""Does the page hold what its headings promise?

A hot list, a related list or a map without a single link is a promise to readers that nobody keeps.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Check, Dossier, Find, Finding, Level, PageSection, Pass, Place


def find(dossier: Dossier) -> Iterator[Finding]:
    """Note each announced list without links."""
    for section in dossier.sections:
        if section.links == 0:
            yield Finding("empty", Place("page"), "", {"title": section.title})


CHECK = Check(
    id="page.dead-sections",
    title="Heading with nothing under it",
    level=Level.NOTE,
    says={"empty": "“%(title)s” announces a list, and there is none."},
    why="It shows that nobody looks at the page.",
    fix="Fill the list, or take its heading off the page.",
    since="0.1",
    find=find,
    needs=frozenset({"sections"}),
    examples=(
        Pass(Dossier(sections=(PageSection("Most read", 5),))),
        Find(Dossier(sections=(PageSection("Most read", 0),)), reason="empty", quote=""),
    ),
)
