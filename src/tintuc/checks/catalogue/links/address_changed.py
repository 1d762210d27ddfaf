"""Are web and mail addresses those of the source?

A link to the page in the other language is no change: language marks in an address may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.addresses import addresses

#: The part of an address that names a language: vi.example.org, /en/, /zh-hans/.
LANGUAGE = re.compile(r"(?:(?<=//)|(?<=[/.]))(?:[a-z]{2}(?:-[a-z]{2,4})?|www)(?=[/.])", re.I)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        theirs = {_plain(match[0]): match[0] for match in addresses(run.source)}
        ours = {_plain(match[0]): match for match in addresses(run.text)}
        lost = [address for plain, address in theirs.items() if plain not in ours and address[0] not in "@#"]
        new = [match for plain, match in ours.items() if plain not in theirs and match[0][0] not in "@#"]
        for match, was in zip(new, lost, strict=False):
            address = match[0].rstrip(".,;:!?")
            place = run.place(match.start(), match.start() + len(address))
            yield Finding("changed", place, address, {"was": was.rstrip(".,;:!?"), "is": address})
        for match in new[len(lost) :]:
            address = match[0].rstrip(".,;:!?")
            yield Finding("added", run.place(match.start(), match.start() + len(address)), address, {"is": address})


def _plain(address: str) -> str:
    low = address.rstrip(".,;:!?/").lower()
    return (
        LANGUAGE.sub("", low.removeprefix("https").removeprefix("http").removeprefix("://"))
        .replace("..", ".")
        .strip("./")
    )


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="links.address-changed",
    title="Address not as in the source",
    level=Level.QUERY,
    says={
        "changed": "The source says %(was)s, this says %(is)s.",
        "added": "The address %(is)s does not stand in the source.",
    },
    why="Readers end up elsewhere, and that is what those who tamper with pages want.",
    fix="Copy the address from the source.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    examples=(
        Pass(_pair("See https://pier.example/en/times.", "Xem https://pier.example/vi/times.")),
        Pass(_pair("Write to desk@pier.example.", "Thư gửi desk@pier.example.")),
        Find(
            _pair("Write to desk@pier.example.", "Thư gửi desk@peir.example."),
            reason="changed",
            quote="desk@peir.example",
        ),
        Find(
            _pair("See the timetable.", "Xem https://win.example/now."), reason="added", quote="https://win.example/now"
        ),
    ),
)
