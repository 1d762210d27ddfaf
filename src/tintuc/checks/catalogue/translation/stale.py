"""Has the source changed since this was translated?"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold every passage whose source is another than the one it was made from."""
    for place, text in dossier.in_state("stale"):
        yield Finding("source-changed", place, text)


CHECK = Check(
    id="translation.stale",
    title="Translation of an older source",
    level=Level.HOLD,
    says={"source-changed": "The source of this passage has changed since it was translated."},
    why="It says what the source no longer says.",
    fix="Compare with the source as it is now; change the passage, or confirm that it is still right.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(language="vi", body=(Block("Bến tàu mở cửa.", source="The pier is open.", state="translated"),))),
        Find(
            Dossier(language="vi", body=(Block("Bến tàu mở cửa.", source="The pier is shut.", state="stale"),)),
            reason="source-changed",
            quote="Bến tàu mở cửa.",
        ),
        Find(
            Dossier(language="zh-Hans", headline="码头开放", states={"headline": "stale"}),
            reason="source-changed",
            quote="码头开放",
        ),
    ),
)
