"""Does the page keep words from its readers that search engines are to read?

Menus, dialogs, tabs and words for screen readers are hidden on every clean page, so the way of hiding, the amount, the
links and what the words are part of are weighed together.

Known limits: styles at other addresses are not fetched, so that a class they hide is not seen. Words a picture lies over
are not seen either.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.concealment import LABEL, outside, weight
from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Hidden, Level, Link, Pass, Place

UNREAD = "unread styles"


def find(dossier: Dossier) -> Iterator[Finding]:
    """Weigh each piece that the page hides and that is more than a label."""
    for hidden in dossier.hidden:
        if hidden.technique == UNREAD:
            yield Finding("unread", Place("page"), "", {"rules": hidden.css})
            continue
        bare = hidden.characters - sum(len(link.anchor) for link in hidden.links if link.outside)
        if outside(hidden) and bare < LABEL and len(hidden.links) < 10:
            continue
        if hidden.characters < 8 or (level := weight(hidden, dossier)) is None:
            continue
        values = {
            "characters": str(hidden.characters),
            "technique": hidden.technique,
            "css": hidden.css,
            "where": hidden.place,
        }
        yield Finding("hidden", Place("page"), hidden.text[:300], values, level)


def _page(*hidden: Hidden) -> Dossier:
    return Dossier(body=(Block("The harbour opened its pier."),), host="harbour.example", hidden=hidden)


FAR = 'style="left:-9999px"'
TEXT = "Lucky moon slots, moon slots online, best moon slots bonus, play moon slots tonight"

CHECK = Check(
    id="injection.hidden-text",
    title="Text hidden from readers",
    level=Level.QUERY,
    says={
        "hidden": "The page hides %(characters)s characters (%(technique)s, by %(css)s) at %(where)s.",
        "unread": "The page has more styles than the desk reads (%(rules)s), so it may hide text.",
    },
    why="Text that only search engines see is how a page is made to sell what its newsroom never wrote.",
    fix="Take it out of the page and ask how it got there; if readers open it by a button, let the button name it.",
    since="0.1",
    find=find,
    needs=frozenset({"hidden"}),
    examples=(
        Pass(_page(Hidden("Skip to the menu", "clip", ".sr-only { clip: rect(0,0,0,0) }", 16, habit="reader"))),
        Pass(_page(Hidden("Sections " * 40, "display:none", ".menu { display: none }", 320, habit="part"))),
        Pass(_page(Hidden("Loading", "display:none", "hidden", 7))),
        Find(_page(Hidden(TEXT, "off-screen", FAR, len(TEXT), place="line 8: body > div")), "hidden", TEXT),
        Find(
            _page(
                Hidden(
                    TEXT,
                    "display:none",
                    "hidden",
                    len(TEXT),
                    tuple(Link(f"Slots {n}", f"slots{n}.example", outside=True) for n in range(12)),
                    "line 8: body > p",
                )
            ),
            "hidden",
            TEXT,
        ),
        Find(_page(Hidden("", UNREAD, "90000 rules")), "unread", ""),
    ),
)
