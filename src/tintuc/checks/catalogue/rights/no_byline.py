"""Is anybody named who made it?"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Check, Dossier, Find, Finding, Level, Pass, Place


def find(dossier: Dossier) -> Iterator[Finding]:
    """Ask for a byline where it is known that there is none."""
    if dossier.byline == () and not dossier.provider:
        yield Finding("nobody", Place("story"), "")


CHECK = Check(
    id="rights.no-byline",
    title="Nobody is named",
    level=Level.QUERY,
    says={"nobody": "The story names neither a reporter nor a provider."},
    why="Readers trust people, not mastheads, and somebody must answer for it.",
    fix="Name the reporter, or the provider the story is carried from.",
    since="0.1",
    find=find,
    examples=(
        Pass(Dossier(byline=("An Lê",))),
        Pass(Dossier(byline=None)),
        Pass(Dossier(byline=(), provider="Reef Radio")),
        Find(Dossier(byline=()), reason="nobody", quote=""),
    ),
)
