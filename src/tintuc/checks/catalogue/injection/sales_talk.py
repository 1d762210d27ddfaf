"""Does a passage sell what the story does not speak of?

Those who put lines into pages sell: they name wares, tell readers what to do, promise, and say where to answer. Each of
these is a sign that stands in clean news too. Asked about is a line that shares little with the story and bears two of
them, or a paragraph that bears more; held is one that names wares nothing else in the story names, and bears the others.

What stands beside its source is looked at by its end alone: the rest has a counterpart that does not sell.

Known limits: wares of a kind the table does not know are a line without signs, which is noted at most; a story that
speaks of the same wares shields what is put into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.scripts import LETTERS
from tintuc.text.selling import Talk, talk, wares_in
from tintuc.text.sentences import is_ended
from tintuc.text.told import contents, told

#: Width in letters of a line and of a paragraph beside it; Han, kana and Hangul count double.
LINE, LONG = 100, 70
#: Width of a tail below which it is a word that lacks its stop.
TAIL = 8
#: Share of a line's words that the story may tell of, too.
ALIEN = 0.5
#: Width of a passage that is read as one that sells.
PASSAGE = 1200
#: Signs that a passage without wares bears at least. Who said something stands after a dash.
LEAST = {"line": 1, "tail": 2, "sentence": 3, "prose": 3}
DASHES = "-–—―─"
KINDS = frozenset({"paragraph", "turn", "quote"})
WIDE = re.compile(f"[{LETTERS['Han']}{LETTERS['Kana']}{LETTERS['Hangul']}]+")
#: Where a sentence ends and something else goes on.
SEAM = re.compile(r"(?:[.!?…]+[”\"’»)]*\s+|[。！？][”」』）]*\s*)(?=\S)")


@dataclass(frozen=True)
class _Passage:
    block: Block
    start: int
    end: int
    shape: str  #: line, tail or prose

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def find(dossier: Dossier) -> Iterator[Finding]:
    """Weigh each line, each tail without a stop and each paragraph by the signs it bears."""
    blocks = [block for block in dossier.body if block.kind in KINDS and block.part not in {"speaker", "attribution"}]
    told_of, prose = None, [block for block in blocks if _is_prose(block)]
    for passage in _passages(blocks, len(prose)):
        said = talk(passage.text)
        if not said.wares and (_are_few(said.kinds, passage.shape) or passage.text[0] in DASHES):
            continue
        told_of = told_of or told([dossier.headline, dossier.standfirst, *(b.text for b in blocks)], dossier.language)
        if passage.shape in {"line", "tail"} and not _is_alien(passage, told_of, dossier.language):
            continue
        sold = _unspoken(said, passage, dossier, prose)
        level = _weight(passage.shape, sold, said.kinds)
        if level is not None:
            signs = sorted({word for _, word in sold})[:4] or sorted(said.kinds)
            values = {"signs": ", ".join(signs)}
            place = Place("body", passage.block.id, passage.start, passage.end, passage.block.part)
            reason = "sells" if sold else "urges"
            yield Finding(reason, place, passage.text, values, level or Level.NOTE, weak=level is Level.NOTE)


def _are_few(kinds: frozenset[str], shape: str) -> bool:
    """Whether so few signs say nothing where no wares are named; capitals alone are a way to write a crosshead."""
    return len(kinds) < LEAST[shape] or kinds == {"capitals"}


def _weight(shape: str, sold: frozenset[tuple[str, str]], kinds: frozenset[str]) -> Level | None:
    """A line bears the sign of its shape already; a paragraph must say more, and so must one line of a list."""
    wares, others = len(sold), len(kinds)
    if shape == "prose":
        if wares >= 3 and others >= 2:
            return Level.HOLD
        return Level.QUERY if (wares >= 2 and others >= 2) or (wares and others >= 3) else None
    if shape == "sentence":
        return Level.QUERY if (wares >= 2 and others) or (wares and others >= 2) else None
    if (wares and others) or wares >= 2:
        return Level.HOLD if shape == "line" or wares + others >= 3 else Level.QUERY
    if wares or others >= 2:
        return Level.QUERY if others >= 3 or shape == "line" else Level.NOTE
    return Level.NOTE if shape == "line" else None


def _passages(blocks: list[Block], prose: int) -> Iterator[_Passage]:
    long = [_width(block.text) >= LONG for block in blocks]
    stops = prose * 2 >= sum(long)
    for number, block in enumerate(blocks):
        text = block.text.rstrip()
        if block.kind != "paragraph" or not text or _is_of_source(block):
            continue
        stopped = is_ended(text)
        if not stopped and _width(text) <= LINE:
            if any(long[max(number - 2, 0) : number + 3]):
                yield _Passage(block, 0, len(text), "line" if stops and not _is_listed(blocks, number) else "tail")
            continue
        if stopped and (block.source or not wares_in(block.text)):
            continue
        seams = [match.end() for match in SEAM.finditer(text)]
        if seams and not stopped and TAIL <= _width(text[seams[-1] :]) <= LINE:
            yield _Passage(block, seams[-1], len(text), "tail")
        elif len(text) <= PASSAGE and wares_in(block.text):
            yield _Passage(block, 0, len(text), "prose")
            for start, end in zip([0, *seams], [*seams, len(text)], strict=True) if seams else ():
                yield _Passage(block, start, start + len(text[start:end].rstrip()), "sentence")


def _is_listed(blocks: list[Block], number: int) -> bool:
    """Whether what stands before and after lacks a stop, too, as the lines of a list do."""
    beside = blocks[max(number - 1, 0) : number] + blocks[number + 1 : number + 2]
    return len(beside) == 2 and not any(is_ended(block.text) for block in beside)


def _is_of_source(block: Block) -> bool:
    """Whether the source has such a line, too: it was not put into the translation."""
    return bool(block.source) and not is_ended(block.source or "")


def _is_alien(passage: _Passage, told_of: dict[str, int], language: str) -> bool:
    """Whether the story tells of few of the passage's words elsewhere."""
    parts = contents(passage.text, language)
    return not parts or sum(told_of.get(part, 0) > 1 for part in parts) <= ALIEN * len(parts)


def _unspoken(said: Talk, passage: _Passage, dossier: Dossier, prose: list[Block]) -> frozenset[tuple[str, str]]:
    """The wares that nothing else in the story names, nor others of their kind twice."""
    if not said.wares:
        return frozenset()
    others = [wares_in(dossier.headline + " " + dossier.standfirst)] * 2
    others += [wares_in(block.text) for block in prose if block is not passage.block]
    words = {word for named in others for _, word in named}
    kinds = [kind for named in others for kind in {kind for kind, _ in named}]
    return frozenset((kind, word) for kind, word in said.wares if word not in words and kinds.count(kind) < 2)


def _is_prose(block: Block) -> bool:
    return len(block.text) * 2 >= LONG and _width(block.text) >= LONG and is_ended(block.text)


def _width(text: str) -> int:
    return len(text) + (0 if text.isascii() else sum(map(len, WIDE.findall(text))))


EN = Block("The harbour town opened its new ferry pier on Monday after two years of building and one of waiting.", "l")
VI = Block(
    "Thị trấn cảng mở bến phà mới hôm thứ Hai sau hai năm xây dựng và một năm chờ đợi của người dân trên đảo.", "v"
)
SOLD = "Come to Lucky Otter, the home of slots and roulette. Sign up today and get a bonus of 200 dollars."

CHECK = Check(
    id="injection.sales-talk",
    title="Sales talk the story has nothing to do with",
    level=Level.HOLD,
    says={
        "sells": "This sells what the story does not speak of: %(signs)s.",
        "urges": "This tells readers what to do and promises, as those who sell do (%(signs)s), and shares little with the story.",
    },
    why="It is how gambling, loans, pills and fakes get into a page that readers trust.",
    fix="Delete it and ask where it came from; if it is an advertisement, take it out of the text.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(
            Dossier(
                body=(
                    EN,
                    Block("Bets are off at the casino", "a"),
                    EN,
                    Block("The casino took bets of 200 dollars, and its bets were lost.", "b"),
                )
            )
        ),
        Pass(Dossier(body=(EN, Block("A year of waiting", "a"), EN))),
        Pass(Dossier(body=(EN, Block("The mayor bet a lunch that the pier would be late, and paid it.", "a"), EN))),
        Find(
            Dossier(body=(EN, Block("Lucky Otter slots, sign up tonight", "a"), EN)),
            "sells",
            "Lucky Otter slots, sign up tonight",
        ),
        Find(
            Dossier(language="vi", body=(VI, Block("Soi kèo cùng Rái Cá, vào ngay", "a"), VI)),
            "sells",
            "Soi kèo cùng Rái Cá, vào ngay",
        ),
        Find(Dossier(language="vi", body=(VI, Block("KEO NHA CAI TOI NAY", "a"), VI)), "sells", "KEO NHA CAI TOI NAY"),
        Find(Dossier(body=(EN, Block(SOLD, "a"), EN)), "sells", SOLD),
        Find(
            Dossier(body=(EN, Block("Click here, free tonight only", "a"), EN)),
            "urges",
            "Click here, free tonight only",
        ),
    ),
)
