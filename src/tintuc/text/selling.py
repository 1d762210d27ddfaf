"""Signs of those who sell: what they have, what they tell a reader to do, what they promise, where to answer.

Each word alone is everybody's. The table knows kinds of wares and of talk, in many languages at once, since what is put
into a page is seldom in the page's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tintuc.text.languages import table
from tintuc.text.normal import normal

TOKEN = re.compile(r"[^\W_]+")
DIGIT = re.compile(r"\d")  #: stands in every amount, number and brand
#: A word whose letters are parted by marks, so that no list finds it.
SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*·|]){3,20}[^\W\d_](?!\w)")
#: Signs in scripts that put no space between words.
UNPARTED = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3131-\u318e\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
#: What is offered in figures; a change of a quotation, with its sign and fraction, is not.
AMOUNT = re.compile(
    r"(?<![\d.,])(?![-+−]\d+[.,]\d)(?:(?<![-+−])\d+[.,]\d+|\d+)\s?%|[$€£₫¥₩฿]\s?\d|\d[\d.,]*\s?(?:k|đ|vnđ|usd|euros?|dollars?|rp|руб|元|円|원|บาท)(?!\w)"
    r"|\d+\s?(?:万円|만원|만 원|万元)"
    r"|(?<!\w)x[2-9](?!\w)|(?<!\w)#1(?!\d)|(?<!\d)1:1(?!\d)"
)
CHANNEL = re.compile(
    r"(?<!\w)\+?\(?\d{2,4}\)?(?:[ .\-]?\d{2,4}){2,4}(?!\w)|(?<![\w.])@\w{3,40}"
    r"|(?<![\w@.-])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|net|org|vip|bet|fun|xyz|top|club|win|app|io|cc|live|online|site|shop|pro|info"
    r"|casino|games|link|store|biz|click|vn|asia|today|icu|tk|work)(?![\w-])"
)
#: A name of letters and figures, as sites for betting have: 789bet, win79.
BRAND = re.compile(
    r"(?<![\w.@-])(?:[a-z]{2,12}\d{2,4}|\d{2,4}(?:bet|win|vip|club|game|gamebai|casino|slots?|play|ok)s?)(?![\w-])"
)
ORNAMENT = re.compile("[★☆✅✔☎☑➡⇒►▶◆◇■●♛♥❤⭐⚡✨❗‼→»\U0001f300-\U0001faff]|[!！]{2,}|【|】|～{2,}|={3,}|\\*{2,}")
#: Words in a row that the table's longest phrase has.
LONGEST = 6
KINDS = ("urges", "offers", "channels")


@dataclass(frozen=True)
class Talk:
    """What a text says as those who sell do."""

    wares: frozenset[tuple[str, str]] = frozenset()  #: kind of ware, word
    kinds: frozenset[str] = field(default_factory=frozenset)  #: urges, offers, channels, brand, ornament, capitals

    @property
    def sold(self) -> frozenset[str]:
        """The kinds of wares."""
        return frozenset(kind for kind, _ in self.wares)


def talk(text: str) -> Talk:
    """Look for all signs."""
    plain = _plain(text)
    if SPACED.search(plain):
        plain = SPACED.sub(lambda match: re.sub(r"[ .\-_*·|]", "", match[0]), plain)
    kinds = {kind for kind, _ in _named(plain, of_wares=False)}
    has_digit = DIGIT.search(plain) is not None
    kinds |= {"offers"} if has_digit and AMOUNT.search(plain) else set()
    kinds |= {"channels"} if (has_digit or "@" in plain or "." in plain) and CHANNEL.search(plain) else set()
    kinds |= {"brand"} if has_digit and BRAND.search(plain) else set()
    kinds |= {"ornament"} if ORNAMENT.search(text) else set()
    kinds |= {"capitals"} if _is_shouted(text) else set()
    return Talk(frozenset(_named(plain, of_wares=True)), frozenset(kinds))


@lru_cache(maxsize=512)
def wares_in(text: str) -> frozenset[tuple[str, str]]:
    """The wares alone."""
    return frozenset(_named(_plain(text), of_wares=True))


def _plain(text: str) -> str:
    """Small letters of usual width."""
    return normal("NFKC", text).lower()


def _is_shouted(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 8


@cache
def _rows(*, of_wares: bool) -> list[tuple[str, dict[str, list[str]]]]:
    rows = table("selling")
    return list(rows["wares"].items()) if of_wares else [(kind, rows[kind]) for kind in KINDS]


@cache
def _phrases(*, of_wares: bool) -> dict[str, list[tuple[str, str]]]:
    """By first word: kind and phrase."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, row in _rows(of_wares=of_wares):
        for phrase in row["words"]:
            tokens = TOKEN.findall(unicodedata.normalize("NFC", phrase))
            for each in {" ".join(tokens), _folded(tokens)} - {""}:
                found.setdefault(each.partition(" ")[0], []).append((kind, each))
    return found


def _folded(tokens: list[str]) -> str:
    """A phrase of several words without its marks, as it is written in a hurry; nothing for a single word."""
    bare = "".join(char for char in unicodedata.normalize("NFD", " ".join(tokens)) if not unicodedata.combining(char))
    bare = bare.replace("đ", "d")
    return bare if len(tokens) > 1 and len(bare) >= 7 else ""


@cache
def _parts(*, of_wares: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    """The phrases of scripts that put no space between words, as a pattern, and the kind of each."""
    kinds: dict[str, str] = {}
    for kind, row in _rows(of_wares=of_wares):
        kinds |= {unicodedata.normalize("NFKC", phrase): kind for phrase in row.get("parts", ())}
    ends: dict[str, list[str]] = {}
    for phrase in sorted(kinds, key=len, reverse=True):
        ends.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return re.compile("|".join(f"{re.escape(sign)}(?:{'|'.join(rest)})" for sign, rest in ends.items())), kinds


def _named(plain: str, *, of_wares: bool) -> Iterator[tuple[str, str]]:
    phrases = _phrases(of_wares=of_wares)
    tokens = TOKEN.findall(plain)
    if not phrases.keys().isdisjoint(tokens):
        for at, token in enumerate(tokens):
            if token in phrases:
                rest = " ".join(tokens[at : at + LONGEST]) + " "
                yield from (named for named in phrases[token] if rest.startswith(named[1] + " "))
    if not plain.isascii() and UNPARTED.search(plain):
        pattern, kinds = _parts(of_wares=of_wares)
        yield from ((kinds[part], part) for part in pattern.findall(plain))
