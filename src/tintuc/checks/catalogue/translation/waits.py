"""Has the text this was translated from caught up with its own source?

Where a story goes from Chinese into English and from English into Vietnamese, a correction of the Chinese makes the
English stale at once. The Vietnamese still says what the English says, and both say what the Chinese no longer says.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold every passage whose source is itself made from words that were changed since."""
    for place, text in dossier.in_state("source-lags"):
        yield Finding("source-lags", place, text)


CHECK = Check(
    id="translation.waits",
    title="Source that lags behind its own source",
    level=Level.HOLD,
    says={"source-lags": "What this was translated from lags behind its own source, which has changed."},
    why="The story itself says something else by now; readers of this language would be told what it no longer says.",
    fix="Wait until the language it is translated from has caught up, or have it translated from the original.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(language="vi", body=(Block("Bến tàu mở cửa.", source="The pier is open.", state="translated"),))),
        Find(
            Dossier(language="vi", body=(Block("Bến tàu mở cửa.", source="The pier is open.", state="source-lags"),)),
            reason="source-lags",
            quote="Bến tàu mở cửa.",
        ),
        Find(
            Dossier(language="ja", headline="桟橋が開業", states={"headline": "source-lags"}),
            reason="source-lags",
            quote="桟橋が開業",
        ),
    ),
)
