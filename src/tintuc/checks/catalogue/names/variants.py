"""Has one person one name from headline to last turn?

Starts from the people who speak in turns. Somebody labelled "Maki Orita" who is "Orita Maki" in the text, or "Asaki
Orita" in the headline while "Maki Orita" never stands in the text, goes by two names.

Known limits: names in Latin letters only; very common family names prove nothing and are passed over; near-misses of
people who do not speak are left to later checks.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.names import is_telling, pairs

Spot = tuple[str, str, Place]
#: Speakers of an article whose names are looked for; more is no interview.
MOST = 200


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare every pair of capitalised words with the names of the speakers."""
    if not any(block.speaker for block in dossier.body):
        return
    spots = list(_spots(dossier))
    speakers = dict.fromkeys(block.speaker for block in dossier.body if block.speaker)
    for speaker in list(speakers)[:MOST]:
        parts = speaker.split()
        if len(parts) != 2 or not all(is_telling(part) for part in parts):
            continue
        yield from _of(speaker, (parts[0], parts[1]), spots, dossier)


def _of(speaker: str, name: tuple[str, str], spots: list[Spot], dossier: Dossier) -> Iterator[Finding]:
    given, family = name
    labelled_as_written = any((first, second) == name for first, second, _ in spots)
    for first, second, place in spots:
        form = f"{first} {second}"
        if form in dossier.known_names:
            continue
        if (second, first) == name:
            yield Finding("turned-round", place, form, {"form": form, "speaker": speaker})
        elif second == family and first != given and not labelled_as_written and is_telling(first):
            yield Finding("another-given-name", place, form, {"form": form, "speaker": speaker})


def _spots(dossier: Dossier) -> Iterator[Spot]:
    for field in ("headline", "standfirst"):
        for first, second, start, end in pairs(getattr(dossier, field)):
            yield first, second, Place(field, "", start, end)
    for block in dossier.body:
        if block.part == "speaker":
            continue
        for first, second, start, end in pairs(block.text):
            yield first, second, Place("body", block.id, start, end, block.part)


def _turn(text: str, speaker: str = "Maki Orita") -> Block:
    return Block(text, "t", kind="turn", speaker=speaker, role="answer")


CHECK = Check(
    id="names.variants",
    title="One person under several names",
    level=Level.HOLD,
    says={
        "turned-round": "“%(form)s” stands here, while the speaker is called “%(speaker)s”: one order must be wrong.",
        "another-given-name": "“%(form)s” stands here, while the speaker is called “%(speaker)s”, "
        "a name that the text never gives.",
    },
    why="Readers cannot know who spoke, and whoever is named wrongly is wronged.",
    fix="Find the person's name in the source, and use that one form everywhere.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(
            Dossier(headline="Maki Orita on the harbour", body=(_turn("We waited."), Block("Maki Orita left early.")))
        ),
        Pass(Dossier(body=(_turn("My sister Yuki Orita built it."), Block("Maki Orita is the harbour's pilot.")))),
        Pass(Dossier(language="vi", headline="Bà Trần Hoa trả lời", body=(_turn("Chúng tôi chờ.", "Trần Mai"),))),
        Find(
            Dossier(headline="Asaki Orita on the harbour", body=(_turn("We waited."),)),
            reason="another-given-name",
            quote="Asaki Orita",
        ),
        Find(
            Dossier(language="vi", body=(_turn("Chúng tôi chờ."), Block("Theo Orita Maki, bến tàu đã xong."))),
            reason="turned-round",
            quote="Orita Maki",
        ),
    ),
)
