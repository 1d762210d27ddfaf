"""Is a Chinese name that is told in Sino-Vietnamese syllables a reading of its characters?

Three syllables with capitals that fit three characters behind each other in all but one: 习近平 is Tập Cận Bình, and no
Tập Cận Bằng or Tạp Cận Bình.

Known limits: names of two syllables, and names in which two are wrong; characters that begin no Chinese family name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.sino_vietnamese import families, folded, is_family, known, syllables

#: Words behind each other, and one of them.
WORDS, WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+"), re.compile(r"[^\W\d_]+")
HAN = re.compile(r"[\u3400-\u9fff]{3,}")
#: Syllables of a name.
SIZE = 3
Spoken = tuple[str, ...]


def find(dossier: Dossier) -> Iterator[Finding]:
    """Lay the Vietnamese side's names beside the characters of the other."""
    chinese, vietnamese = (code.split("-")[0] for code in (dossier.source_language, dossier.language))
    if {chinese, vietnamese} != {"zh", "vi"}:
        return
    for run in dossier.pairs:
        han, latin = (run.source, run.text) if chinese == "zh" else (run.text, run.source)
        names = [(said, spoken) for said in _names(latin) if (spoken := _family_first(said))]
        if not names:
            continue
        read = _Read(han, {one for _, spoken in names for one in spoken})
        for said, spoken in names:
            at = read.nearly(spoken)
            if at is None:
                continue
            start, end = said[0].start(), said[-1].end()
            name, reading = han[at : at + SIZE], latin[start:end]
            place, quote = (run.place(start, end), reading) if chinese == "zh" else (run.place(at, at + SIZE), name)
            yield Finding("no-reading", place, quote, {"name": name, "reading": reading})


def _names(latin: str) -> Iterator[list[re.Match[str]]]:
    """The last three of each three or more words with capitals behind each other."""
    for words in WORDS.finditer(latin):
        run: list[re.Match[str]] = []
        for word in [*WORD.finditer(latin, *words.span()), None]:
            if word and word[0][0].isupper() and not word[0][1:2].isupper():
                run.append(word)
                continue
            if len(run) >= SIZE:
                yield run[-SIZE:]
            run = []


def _family_first(said: list[re.Match[str]]) -> Spoken | None:
    """Its syllables, if they are a name that begins with a family's."""
    spoken = tuple(folded(one[0]) for one in said)
    return spoken if spoken[0] in families() and known().issuperset(spoken) else None


class _Read:
    """How every three characters behind each other may be read, as far as somebody says it."""

    def __init__(self, han: str, said: set[str]) -> None:
        self._whole: set[Spoken] = set()
        self._nearly: dict[tuple[int, Spoken], int] = {}  #: where those stand that are read so but for one syllable
        for match in HAN.finditer(han):
            for at in range(match.start(), match.end() - SIZE + 1):
                self._read(at, han[at : at + SIZE], said)

    def _read(self, at: int, name: str, said: set[str]) -> None:
        each = [syllables(char) & said for char in name]
        self._whole.update(product(*each))
        if is_family(name[0]) and all(map(syllables, name)):
            for other in range(SIZE):
                for two in product(*each[:other], *each[other + 1 :]):
                    self._nearly.setdefault((other, two), at)

    def nearly(self, spoken: Spoken) -> int | None:
        """Where the first name stands that all syllables but one fit; none if others are read just so."""
        if spoken in self._whole:
            return None
        found = (self._nearly.get((other, spoken[:other] + spoken[other + 1 :])) for other in range(SIZE))
        return min((at for at in found if at is not None), default=None)


def _pair(source: str, text: str, source_language: str = "zh-Hans", language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language=source_language, body=(Block(text, source=source),))


CHECK = Check(
    id="names.sino-vietnamese",
    title="Vietnamese name that the characters cannot have",
    level=Level.QUERY,
    says={"no-reading": "“%(reading)s” is no Sino-Vietnamese reading of %(name)s."},
    why="Readers know people of China by these names; one wrong syllable is somebody else.",
    fix="Look the characters up, and mend whichever side is wrong.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=frozenset({"vi", "zh-Hans", "zh-Hant"}),
    examples=(
        Pass(_pair("习近平星期一会见了王毅。", "Ông Tập Cận Bình đã gặp ông Vương Nghị hôm thứ Hai.")),
        Pass(_pair("李强和黄国华出席。", "Lý Cường và Huỳnh Quốc Hoa đã dự.")),
        Pass(_pair("金正恩没有来。", "Kim Jong Un không đến.")),
        Pass(_pair("Ông Nguyễn Phú Trọng phát biểu.", "阮富仲发表讲话。", "vi", "zh-Hans")),
        Find(
            _pair("习近平星期一会见了王毅。", "Ông Tập Cận Bằng Phi đã gặp. Tập Cẩn Bình nói."),
            reason="no-reading",
            quote="Tập Cẩn Bình",
        ),
        Find(
            _pair("Ông Tập Cận Bình phát biểu.", "習近乎發表講話。", "vi", "zh-Hant"),
            reason="no-reading",
            quote="習近乎",
        ),
    ),
)
