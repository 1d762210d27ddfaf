"""Does another story of the archive hold the same words?

What is measured is containment: the share of the shorter text that stands in the longer. Syndicated copy is cut, and a
copy cut to a third keeps its containment where other measures of likeness fall to a third. Only stories that were there
before are looked at, never versions or translations of the same story. Copy that says whom it is carried from is noted;
a text that its own maker used again is asked about.

Known limits: translated copies, texts of fewer than some eighty words, a quoted passage that is less than half.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Near, Pass, Place

#: Of 1,080 real articles, containment of half found every copy cut to 30 % or with 5 % of its words changed, and only
#: true copies besides.
HALF = 0.5


def find(dossier: Dossier) -> Iterator[Finding]:
    """Name each story that holds half of this one, or is half held by it."""
    for near in dossier.near or ():
        if near.same_story or near.containment < HALF:
            continue
        place = Place("body", near.block, near.start, near.end, near.part) if near.block else Place("story")
        other = f"{near.headline} ({near.address or near.story})"
        values = {"share": f"{near.containment:.0%}".rstrip("%"), "other": other}
        quote = dossier.at(place) if near.block else ""
        if near.credited:
            yield Finding("credited", place, quote, values, Level.NOTE)
        elif near.same_hand:
            yield Finding("same-hand", place, quote, values, Level.QUERY)
        else:
            yield Finding("uncredited", place, quote, values)


TEXT = "The harbour town opened its new ferry pier on Monday after two years of building and one of waiting."


def _dossier(
    containment: float, *, same_story: bool = False, credited: bool = False, same_hand: bool = False
) -> Dossier:
    near = Near(
        containment,
        "New pier shortens the crossing",
        "story 7",
        "https://reef.example/pier",
        same_story,
        credited,
        same_hand,
        "a",
        "",
        4,
        55,
    )
    return Dossier(body=(Block(TEXT, "a"),), near=(near,))


CHECK = Check(
    id="duplicates.near",
    title="Copy of another story",
    level=Level.HOLD,
    says={
        "uncredited": "%(share)s %% of the shorter of this text and “%(other)s” stands in both, and nothing says whom it is carried from.",
        "same-hand": "%(share)s %% of the shorter of this text and “%(other)s”, made by the same people, stands in both.",
        "credited": "%(share)s %% of the shorter of this text and “%(other)s” stands in both.",
    },
    why="Copying without naming the source is taking, and the same story twice splits its readers and its corrections.",
    fix="Name provider, address and licence if it is carried; make it a new version of the other story if it is one; else write it anew.",
    since="0.1",
    find=find,
    needs=frozenset({"near"}),
    examples=(
        Pass(Dossier(body=(Block(TEXT, "a"),), near=())),
        Pass(_dossier(0.3)),
        Pass(_dossier(1.0, same_story=True)),
        Find(_dossier(0.83), reason="uncredited", quote=TEXT[4:55]),
        Find(_dossier(0.83, same_hand=True), reason="same-hand", quote=TEXT[4:55]),
        Find(_dossier(0.83, credited=True), reason="credited", quote=TEXT[4:55]),
    ),
)
