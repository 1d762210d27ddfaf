"""No text that anybody may paste, however odd, breaks a check, misplaces a finding or takes the desk's time."""

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tintuc.checks import Block, Dossier, run
from tintuc.text.languages import known

#: The same texts each time, few enough for every run of the tests.
BOUNDED = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
DAY = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
KINDS = ["paragraph", "crosshead", "quote", "turn", "picture", "table", "list", "embed", "correction"]
LANGUAGES = [*sorted(known()), "en-GB", "pt", "xx", "", "zh"]
#: What real texts are made of, and what breaks readers of them.
PIECES = [
    "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x00", "\u0301" * 9, "\ufffd", "\u2028", "\r\n", "\t", "\u00a0", "\u3000",
    "٣٤", "३४", "３４", "๓๔", "𝟙𝟚", "²", "½", "Ⅻ", "①", "一百二十万", "百", "万", "兆兆", "3万5千", "12,34,567.8.9", "1 000 000", "9" * 400, "0x1F", "1e999",
    "“", "”", "„", "‘", "’", "'", '"', "«", "»", "「", "」", "『", "(", ")", "（", "]", "【", "<b", "&#0;", "%s", "%(was)s", "%", "{}", "\\", "://", "http://[", "@@", "#",
    "A. ", "St. ", "v.v.", "..", "…", "。。", "！？", " .", "?!", "France", "Nga", "北朝鮮", "Ai-len", "thứ Hai", "Monday", "星期八", "土曜", "31/2", "30 tháng 2", "February 30, 0000",
    "99月99日", "99:99", "25h61", "24 giờ", "năm mươi", "hai trăm linh", "twenty-", "million million", "$1bn", "€", "¥", "km/h", "30 yards", "Kim Jong Un", "Un Kim Jong", "BUY NOW",
    "casino", "Ã©", "â€™", "аpple", "ΑB", "İstanbul", "ß", "ﬁ", "カノジョ", "ｶﾞ", "가나다", "ก็", "لا", "שלום", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
]  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from([" ", "a", "The pier opened", "Bến phà mở", "港が", "1"])), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join),
    st.tuples(st.sampled_from([*PIECES, "x", " "]), st.integers(1, 300)).map(lambda pair: pair[0] * pair[1]),
)  # fmt: skip
BLOCK = st.builds(
    Block,
    TEXT,
    id=st.uuids().map(str),
    part=st.sampled_from(["", "", "", "caption", "alt", "attribution"]),
    kind=st.sampled_from(KINDS),
    speaker=TEXT,
    role=st.sampled_from(["", "question", "answer", "remark"]),
    language=st.sampled_from(["", "", "", "fr"]),
    source=st.none() | TEXT,
    state=st.sampled_from(["", "untranslated", "translated", "stale"]),
)
FIELDS = st.sampled_from(["kicker", "headline", "standfirst", "dateline"])
DOSSIER = st.builds(
    Dossier,
    language=st.sampled_from(LANGUAGES),
    source_language=st.sampled_from([*LANGUAGES, "en", "zh-Hans", "vi"]),
    kicker=TEXT,
    headline=TEXT,
    standfirst=TEXT,
    dateline=TEXT,
    body=st.lists(BLOCK, max_size=5).map(tuple),
    sources=st.dictionaries(FIELDS, TEXT),
    released=st.none() | st.just(DAY),
    received=st.none() | st.just(DAY),
    byline=st.none() | st.lists(TEXT, max_size=2).map(tuple),
    origin=st.sampled_from(["human", "machine", "unknown"]),
)
#: Texts that once broke a check, misplaced a finding or took long.
ONCE = [
    "兆" * 60 + "1",  # beyond all figures
    "1.000 triệu " * 40,  # each figure has two readings: 2^40 of the sum
    "1.000万" * 40,
    "9" * 24 + " billion" * 30,
    "x" * 5000 + "@" * 5000,
    "@" * 9000,
    "É" * 9000,
    "\ud800" * 50,
]
#: Made of these, a text took long once, or its like may.
GROWING = [
    "x", "1,", "“", "@", "a.", "$1", "三千万", "Ab ", "@a", "a@b.", "(", "A. ", "1 ", "hundred and ", "http://", "\u00a0", " ", "カ・", "가 ", "Kim Jong ",
    "của ", "x's ", "12:30 ", "\ud800", "\u0301\u0323",
]  # fmt: skip


def sound(dossier: Dossier) -> None:
    """Hold what is said of a dossier to what every finding promises."""
    for seen in run(dossier).seen:
        assert seen.finding.reason != "broke", seen.message()
        assert isinstance(seen.finding.replacement, str | None)
        assert seen.message()
        if seen.finding.place.field not in {"story", "page"}:
            assert dossier.at(seen.finding.place) == seen.finding.quote, seen.check.id


@BOUNDED
@given(DOSSIER)
def test_any_text(dossier: Dossier):
    """A check neither breaks nor quotes what is not there."""
    sound(dossier)


@BOUNDED
@given(st.sampled_from(sorted(known())), st.sampled_from(sorted(known())), TEXT, TEXT)
def test_any_text_beside_any_source(language: str, source: str, text: str, original: str):
    """A comparison neither breaks nor quotes what is not there."""
    sound(Dossier(language=language, source_language=source, body=(Block(text, "a", source=original),)))


@pytest.mark.parametrize("language", sorted(known()))
def test_each_piece(language: str):
    """Each oddity is read in every language, in a row and within a sentence."""
    source = "The pier cost $1 million on Monday, May 3."
    for piece in PIECES:
        texts = [piece * 20, f"Ab {piece} cd 1.", f"1{piece}2", f"“{piece}"]
        body = tuple(Block(text, f"p{n}", source=source) for n, text in enumerate(texts))
        other = "en" if language != "en" else "ja"
        sound(Dossier(language=language, source_language=other, headline=piece, body=body, released=DAY))


@pytest.mark.parametrize("text", ONCE, ids=ascii)
def test_what_broke_once(text: str):
    """A text that broke a check once breaks none again."""
    for language in ("en", "vi", "zh-Hans", "ko"):
        other = "vi" if language == "en" else "en"
        sound(Dossier(language=language, source_language=other, body=(Block(text, "a", source=text),)))


#: Texts of ever new names, figures and dates, beside a source with others: what is compared each with each.
VARIED = {
    "names": lambda n: f"{_name(n)} {_name(n + 7)} ",
    "figures": lambda n: f"{n} ",
    "sums": lambda n: f"${n}m ",
    "measures": lambda n: f"{n} km ",
    "spans": lambda n: f"{n} days {n} tháng ",
    "days": lambda n: f"May {n % 31 + 1}, 20{n % 90 + 10} was it. ",
    "times": lambda n: f"{n % 24}:{n % 60:02} ",
    "capitals": lambda n: f"{_name(n).upper()} ",
    "signs": lambda n: "中 美 "[n % 2 * 2 :][:2],
}


def _name(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "A" + "".join(letters[number // 26**place % 26] for place in range(4)) + "ov"


PAIRS = ("vi", "en"), ("ja", "zh-Hans"), ("en", "vi")


def spent(text: str, source: str, pairs: Iterable[tuple[str, str]]) -> float:
    """Seconds of CPU that a text takes in some languages, beside a source in another."""
    total = 0.0
    for language, other in pairs:
        body = (Block(text, "a", source=source),)
        dossier = Dossier(language=language, source_language=other, body=body, released=DAY)
        gc.disable()  # it would walk through all that the test process holds, at moments of its own
        begun = time.process_time()
        run(dossier)
        total += time.process_time() - begun
        gc.enable()
    return total


def grows_evenly(
    text: Callable[[int], str], source: Callable[[int], str], pairs: Iterable[tuple[str, str]] = PAIRS
) -> None:
    """Ten times the text takes no more than some thirty times the time."""
    spent(text(10), source(10), pairs)  # loads the tables
    short, long = (spent(text(length), source(length), pairs) for length in (2_000, 20_000))
    assert long < max(30 * short, 1.5)


@pytest.mark.parametrize("seed", GROWING, ids=ascii)
def test_time_grows_with_the_text(seed: str):
    """No text of one thing over and over takes more than its share of time."""
    grows_evenly(lambda length: (seed * length)[:length], lambda length: (seed * length)[:length])


@pytest.mark.parametrize("kind", VARIED)
def test_time_grows_with_what_is_compared(kind: str):
    """Nor does one of many things, none of which the source has."""

    def text(length: int, first: int) -> str:
        return "".join(VARIED[kind](n) for n in range(first, first + length // 4))[:length]

    grows_evenly(lambda length: text(length, 100), lambda length: text(length, 300_000))


def test_time_grows_with_names_and_their_characters():
    """Nor do many names in syllables beside as many characters, none of which is read so."""
    names, characters = "Tập Cẩn Bằng, Lý Tần Phù, ", "习近平李强胡锦涛"

    def text(length: int) -> str:
        return (names * length)[:length]

    grows_evenly(text, lambda length: (characters * length)[:length], [("vi", "zh-Hans")])
