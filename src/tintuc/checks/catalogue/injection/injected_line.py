"""Does a short line stand between two paragraphs with which it has nothing to do?

That is how gambling and pharmacy spam gets into a page. No word list is asked. One sign is not enough: a short line
between long paragraphs is common in clean news. One that is repeated is held; one that shares no word with the rest is
asked about; one that shares few is a weak sign: a note, and a query beside another. Where the story is parted by lines of
its own, a stranger among them is a crosshead more often than not, and a weak sign too. A line that stands in the source,
too, was not put into its translation, and one of a page's own interface is for the check that knows those.

Known limits: a line injected once that takes up the words of the story passes; in Thai and other texts without stops only
repeated lines are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Place
from tintuc.text.interface import languages_of
from tintuc.text.scripts import LETTERS, script_counts
from tintuc.text.sentences import is_ended
from tintuc.text.told import contents, told

#: Width in letters; Han, kana and Hangul count double. Longer lines are sentences or crossheads.
SHORT = 60
#: Width of a paragraph beside which a line stands out.
LONG = 80
#: The same where a line is noted at most.
NEAR = 70
#: Share of a line's words that the story may tell of, too.
ALIEN = 0.5
#: The same for a line that has nothing to do with it.
STRANGE = 0.2
#: Lines of one form that share words with the story, from which on they are its crossheads; and the blocks to one of them.
HABIT, SPREAD = 2, 16
KINDS = frozenset({"paragraph", "turn", "quote"})
DASHES = "-–—―─"
#: A line of speech, or one that goes on.
SPOKEN = re.compile(r"^[\"'“”‘’«»「『（(]|[\"'”’“»」』,，、:：;；…]$")
WIDE = re.compile(f"[{LETTERS['Han']}{LETTERS['Kana']}{LETTERS['Hangul']}]+")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Hold short lines between long paragraphs that are repeated, ask about strangers, note those that may be crossheads."""
    blocks = [block for block in dossier.body if block.kind in KINDS and block.part not in {"speaker", "attribution"}]
    stops = _has_stops(blocks)
    lines = Counter(block.text.strip().casefold() for block in blocks)
    story: _Story | None = None
    for number, block in enumerate(blocks[1:-1], 1):
        beside = min(_width(blocks[number - 1].text), _width(blocks[number + 1].text))
        if beside < NEAR or not _is_line(block):
            continue
        times = lines[block.text.strip().casefold()]
        if times > 1 and beside >= LONG:
            found = _finding(block, "repeated-line", {"times": str(times)}, None)
            yield found if _is_bare(block) else replace(found, weak=True)
        elif stops and not block.source and (block.text.strip().isupper() or _is_bare(block)):
            story = story or _Story(dossier, blocks, lines)
            yield from _alone(block, beside, story)


def _alone(block: Block, beside: int, story: _Story) -> Iterator[Finding]:
    """What is said of a line that stands once."""
    text, share = block.text.strip(), story.share(block)
    if share > ALIEN or languages_of(text, weak=True):
        return
    if text.isupper() and not share and beside >= LONG:
        reason = "shouted-line"
    elif share <= STRANGE and beside >= LONG and not SPOKEN.search(text):
        reason = "strange-line"
    else:
        reason = "lone-line"
    finding = _finding(block, reason, {}, Level.QUERY)
    yield replace(finding, level=None, weak=True) if reason == "lone-line" or story.has_like(block) else finding


class _Story:
    """What the whole story tells of, read once where a line needs it."""

    def __init__(self, dossier: Dossier, blocks: list[Block], lines: Counter[str]) -> None:
        self.language = dossier.language
        texts = [block.text for block in dossier.body]
        self.told = told([*texts, *2 * [f"{dossier.headline} {dossier.standfirst}"]], dossier.language)
        self._blocks, self._once = blocks, {text for text, times in lines.items() if times == 1}

    def share(self, block: Block) -> float:
        """The share of its words that the rest of the story tells of, too; a word of the headline counts as told."""
        parts = contents(block.text, self.language)
        return sum(self.told[part] > 1 for part in parts) / len(parts) if parts else 1.0

    def has_like(self, block: Block) -> bool:
        """Whether lines of its form that share words with the story part it, as crossheads do that nobody marked."""
        many = self._forms[_form(block)]
        return many >= HABIT and many * SPREAD >= len(self._blocks)

    @cached_property
    def _forms(self) -> Counter[tuple[bool, str]]:
        """How often each form is met among the lines that share words with the story."""
        lines = (one for one in self._blocks[1:-1] if _is_line(one) and _is_bare(one))
        return Counter(
            _form(one) for one in lines if one.text.strip().casefold() in self._once and self.share(one) > STRANGE
        )


def _form(block: Block) -> tuple[bool, str]:
    """Whether it is in capitals, and its script."""
    counts = script_counts(block.text)
    return block.text.isupper(), max(counts, key=counts.__getitem__)


def _has_stops(blocks: list[Block]) -> bool:
    """Whether most long paragraphs end in a stop, so that a line without one stands out. Thai has none."""
    long = [is_ended(block.text) for block in blocks if _width(block.text) >= LONG]
    return sum(long) * 2 >= len(long)


def _is_bare(block: Block) -> bool:
    """Not in brackets, as agencies and sources are named between paragraphs, and not after a dash, as who said it."""
    text = block.text.strip()
    return (
        not (text.startswith(("[", "(", "（", "【")) and text.endswith(("]", ")", "）", "】")))
        and text[0] not in DASHES
    )


def _is_line(block: Block) -> bool:
    text = block.text.strip()
    if block.kind != "paragraph" or len(text) > SHORT or is_ended(text):
        return False
    return sum(script_counts(text).values()) >= 2 and _width(text) <= SHORT


def _width(text: str) -> int:
    return len(text) + (0 if text.isascii() else sum(map(len, WIDE.findall(text))))


def _finding(block: Block, reason: str, values: dict[str, str], level: Level | None) -> Finding:
    return Finding(reason, Place("body", block.id, 0, len(block.text), block.part), block.text, values, level)


EN = Block("The harbour town opened its new ferry pier on Monday after two years of building and one of waiting.", "l")
VI = Block(
    "Thị trấn cảng mở bến phà mới hôm thứ Hai sau hai năm xây dựng và một năm chờ đợi của người dân trên đảo.", "v"
)
ZH = Block(
    "码头工程历时两年，耗资不菲，昨天终于全部完工并启用，岛上居民对此表示欢迎，认为出行从此方便许多，船票也没有涨价。",
    "z",
)

CHECK = Check(
    id="injection.injected-line",
    title="Line put between paragraphs",
    level=Level.HOLD,
    says={
        "repeated-line": "This line stands %(times)s times between paragraphs it has nothing to do with.",
        "shouted-line": "This line in capitals shares no word with the story.",
        "strange-line": "This line between paragraphs shares no word with the story.",
        "lone-line": "This line between paragraphs shares little with the story.",
    },
    why="It is how gambling and pharmacy spam gets into a page.",
    fix="Delete the line and ask where it came from; if it is a crosshead, make it one.",
    since="0.1",
    find=find,
    needs=frozenset({"body"}),
    examples=(
        Pass(Dossier(body=(EN, Block("One year of waiting"), EN))),
        Pass(Dossier(body=(EN, Block("FERRY", kind="crosshead"), EN, Block("FERRY", kind="crosshead"), EN))),
        Pass(Dossier(body=(EN, Block("THE FERRY PIER"), EN))),
        Pass(Dossier(body=(EN, Block("— Maki Orita", "d"), EN))),
        Pass(Dossier(language="zh-Hans", body=(ZH, Block("居民欢迎", "d"), ZH))),
        Find(
            Dossier(language="vi", body=(VI, Block("SÒNG RỒNG", "a"), VI, Block("SÒNG RỒNG", "b"), VI)),
            reason="repeated-line",
            quote="SÒNG RỒNG",
        ),
        Find(
            Dossier(language="zh-Hans", body=(ZH, Block("龙宫娱乐", "a"), ZH, Block("龙宫娱乐", "b"), ZH)),
            reason="repeated-line",
            quote="龙宫娱乐",
        ),
        Find(Dossier(body=(EN, Block("lucky dragon spins", "a"), EN)), "strange-line", "lucky dragon spins"),
        Find(Dossier(body=(EN, Block("Ferry dragon spins luck", "a"), EN)), "lone-line", "Ferry dragon spins luck"),
        Pass(Dossier(body=(EN, Block("Read more", "a"), EN))),
        Find(
            Dossier(body=(EN, Block("LUCKY DRAGON SPINS", "a"), EN)), reason="shouted-line", quote="LUCKY DRAGON SPINS"
        ),
    ),
)
