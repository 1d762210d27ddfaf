"""Do readers get the very bytes that were baked?

The desk clears words, and the words become files. Whoever can write to those files can change what readers are given
without asking the desk: a figure, a name, a link, a whole page. The manifest of baked files holds the digest of each,
and the compressed form that most browsers are sent counts as much as the page itself.

Known limits: it sees the files, not what a proxy or the reader's own network makes of them. Style sheets, scripts and
pictures are in no manifest. The line that differs can only be shown where the baked page is at hand in another form.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Check, Dossier, Find, Finding, Level, Pass, Place, Served

#: Digits of a digest that are shown: enough to compare two by eye, and to look one up.
SHOWN = 16


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold each file that is not what was baked; a file that is gone harms nobody's words, and is a query."""
    for file in dossier.served:
        if file.found == file.baked:
            continue
        name = {"name": file.name}
        digests = {"found": file.found[:SHOWN], "baked": file.baked[:SHOWN]}
        if not file.found:
            yield Finding("gone", Place("page"), "", name, level=Level.QUERY)
        elif not file.baked:
            yield Finding("not-ours", Place("page"), "", name)
        elif file.line:
            line = {"line": str(file.line), "says": file.says, "said": file.said}
            yield Finding("line", Place("page"), "", name | line)
        else:
            yield Finding("digest", Place("page"), "", name | digests)


CLEAN, OTHER = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "0" * 64

CHECK = Check(
    id="page.tampered",
    title="Page changed after it was baked",
    level=Level.HOLD,
    says={
        "line": "Line %(line)s of %(name)s says “%(says)s”; baked was “%(said)s”.",
        "digest": "%(name)s is not what was baked: its digest begins %(found)s, that of the baked page %(baked)s.",
        "not-ours": "%(name)s lies among the pages, and was never baked.",
        "gone": "%(name)s was baked, and is not there.",
    },
    why="Readers are given words that nobody at the desk has cleared.",
    fix="Keep a copy of the file, find out who could write to it, and bake it again: tintuc bake --repair.",
    since="0.1",
    find=find,
    needs=frozenset({"served"}),
    examples=(
        Pass(Dossier(served=(Served("one.test/a.html", CLEAN, CLEAN),))),
        Find(
            Dossier(served=(Served("one.test/a.html", OTHER, CLEAN, 7, "<p>Forty dead.</p>", "<p>Four dead.</p>"),)),
            reason="line",
            quote="",
        ),
        Find(Dossier(served=(Served("one.test/a.html", OTHER, CLEAN),)), reason="digest", quote=""),
        Find(Dossier(served=(Served("one.test/win.html", OTHER),)), reason="not-ours", quote=""),
        Find(Dossier(served=(Served("one.test/a.html", "", CLEAN),)), reason="gone", quote=""),
    ),
)
