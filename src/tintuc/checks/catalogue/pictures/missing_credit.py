"""Does every picture say who made it?

The line may stand with the picture in this article, with the picture in the library, or in the caption.

Known limits: of a page from outside nobody knows where its credit lines stand, and most real captions name no maker, so
that only the newsroom's own pictures are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.pictures import names_its_maker


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask about each picture without a credit line."""
    captions = {block.id: block.text for block in dossier.body if block.kind == "picture" and block.part == "caption"}
    for ident, credit in (dossier.credits or {}).items():
        if not credit.strip() and ident in captions and not names_its_maker(captions[ident]):
            place = Place("body", ident, 0, len(captions[ident]), "caption")
            yield Finding("nobody", place, captions[ident])


def _article(caption: str, credit: str) -> Dossier:
    picture = (Block("A ferry", "f", "alt", "picture"), Block(caption, "f", "caption", "picture"))
    return Dossier(body=picture, credits={"f": credit})


CHECK = Check(
    id="pictures.missing-credit",
    title="Picture without credit",
    level=Level.QUERY,
    says={"nobody": "Nobody is named who made this picture."},
    why="Whoever made it has a right to be named, and readers must be able to tell where it comes from.",
    fix="Write the credit line; if nobody knows it, do not use the picture.",
    since="0.1",
    find=find,
    needs=frozenset({"credits"}),
    examples=(
        Pass(_article("The first ferry leaves the new pier.", "Maki Orita")),
        Pass(_article("The first ferry leaves the new pier. Photo: Maki Orita", "")),
        Pass(_article("Chuyến phà đầu tiên rời bến. Ảnh: An Lê", "")),
        Find(
            _article("The first ferry leaves the new pier.", ""),
            reason="nobody",
            quote="The first ferry leaves the new pier.",
        ),
        Find(_article("A separate department.", ""), reason="nobody", quote="A separate department."),
        Find(_article("", " "), reason="nobody", quote=""),
    ),
)
