"""Errors put into translations, each with a fixed seed, for the benches of the checks and of their peers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from corpus import Row, segments

from tintuc.text.places import countries, name_of

SPACED = frozenset({"en", "vi", "ko", "fr", "de", "es", "ru", "id", "ar", "uk"})
WEEKDAYS = {
    "vi": ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật", "thứ hai", "thứ ba", "thứ tư",
           "thứ năm", "thứ sáu", "thứ bảy", "Chủ Nhật", "chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu",
           "Thứ Bảy"],
    "zh-Hans": ["周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
    "ja": ["月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"],
    "ko": ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
}  # fmt: skip
DATES = {
    "vi": re.compile(r"(\d{1,2})( tháng )(\d{1,2})"), "zh-Hans": re.compile(r"(\d{1,2})(月)(\d{1,2})(?=[日号])"),
    "ja": re.compile(r"(\d{1,2})(月)(\d{1,2})(?=日)"), "ko": re.compile(r"(\d{1,2})(월 ?)(\d{1,2})(?=일)"),
}  # fmt: skip
SPAM = {"vi": ["ĐÁ GÀ TRỰC TIẾP", "nạp rút siêu tốc"], "zh-Hans": ["金龙娱乐城", "真人百家乐开户"],
        "ja": ["オンラインカジノ登録", "無料スロット"], "ko": ["카지노 사이트 추천", "무료 슬롯"]}  # fmt: skip
CLAUSE = re.compile(r"[,;:，；：、]")
SENTENCE = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")


def digit_changed(source: str, target: str, language: str, chance: random.Random) -> str | None:
    places = [match.start() for match in re.finditer(r"\d", target)]
    if not places or not re.search(r"\d", source):
        return None
    at = chance.choice(places)
    return target[:at] + chance.choice([d for d in "123456789" if d != target[at]]) + target[at + 1 :]


def number_dropped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    places = list(re.finditer(r"\d+(?:[.,]\d+)*", target))
    if not places or not re.search(r"\d", source):
        return None
    match = chance.choice(places)
    return target[: match.start()] + target[match.end() :]


def date_changed(source: str, target: str, language: str, chance: random.Random) -> str | None:
    match = DATES[language].search(target)
    if not match:
        return None
    first, between, second = match.groups()
    if first != second and int(first) <= 12 and int(second) <= 12:
        changed = f"{second}{between}{first}"
    else:
        changed = (
            f"{first}{between}{int(second) + 1}" if language != "vi" else f"{int(first) % 28 + 1}{between}{second}"
        )
    return target[: match.start()] + changed + target[match.end() :]


def weekday_changed(source: str, target: str, language: str, chance: random.Random) -> str | None:
    if not re.search(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|周[一二三四五六日]|星期", source):
        return None
    present = [day for day in WEEKDAYS[language] if day in target]
    if not present:
        return None
    day = chance.choice(present)
    length = 7
    group = WEEKDAYS[language].index(day) // length
    others = [
        other for other in WEEKDAYS[language][group * length : (group + 1) * length] if other.lower() != day.lower()
    ]
    return target.replace(day, chance.choice(others), 1)


def untranslated(source: str, target: str, language: str, chance: random.Random) -> str | None:
    return source if len(re.findall(r"\b[a-z]{2,}|[\u4e00-\u9fff]{2}", source)) >= 1 else None


def half_untranslated(source: str, target: str, language: str, chance: random.Random) -> str | None:
    if len(source) < (60 if re.search("[a-z]", source) else 25):
        return None
    cuts = [m.end() for m in CLAUSE.finditer(source) if 0.3 < m.end() / len(source) < 0.7]
    mine = [m.end() for m in CLAUSE.finditer(target) if 0.3 < m.end() / len(target) < 0.7]
    if not cuts or not mine:
        return None
    middle = min(cuts, key=lambda cut: abs(cut - len(source) / 2))
    return target[: min(mine, key=lambda cut: abs(cut - len(target) / 2))] + " " + source[middle:].strip()


def clause_dropped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    cuts = [m.start() for m in CLAUSE.finditer(target) if 0.35 < m.start() / len(target) < 0.85]
    return target[: cuts[-1]] + target[-1] if cuts else None


def cut_off(source: str, target: str, language: str, chance: random.Random) -> str | None:
    return target[: int(len(target) * 0.7)] if len(target) > 20 and target[-1] in ".。!?" else None


def head_cut(source: str, target: str, language: str, chance: random.Random) -> str | None:
    cut = int(len(target) * 0.3)
    if language in SPACED:
        cut = target.find(" ", cut) + 1
    return target[cut:] if len(target) > 20 and cut else None


def name_flipped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    names = [m for m in re.finditer(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b", source) if m[0] in target]
    if not names:
        return None
    name = chance.choice(names)
    return target.replace(name[0], f"{name[2]} {name[1]}")


def name_misspelt(source: str, target: str, language: str, chance: random.Random) -> str | None:
    names = [m[0] for m in re.finditer(r"\b[A-Z][a-z]{4,}\b", source) if m[0] in target]
    if not names:
        return None
    name = chance.choice(names)
    at = chance.randrange(1, len(name) - 1)
    return target.replace(name, name[:at] + chance.choice("abcdeiklmnorstuz".replace(name[at], "")) + name[at + 1 :])


def quote_lost(source: str, target: str, language: str, chance: random.Random) -> str | None:
    marks = [m.start() for m in re.finditer(r"[\"“”「」『』《》«»]", target)]
    if not marks:
        return None
    at = chance.choice(marks)
    return target[:at] + target[at + 1 :]


def bracket_lost(source: str, target: str, language: str, chance: random.Random) -> str | None:
    marks = [m.start() for m in re.finditer(r"[()（）\[\]]", target)]
    at = chance.choice(marks) if marks else None
    return target[:at] + target[at + 1 :] if at is not None else None


def stop_spaced(source: str, target: str, language: str, chance: random.Random) -> str | None:
    return f"{target[:-1]} {target[-1]}" if target[-1:] in (".", "。") else None


def stop_doubled(source: str, target: str, language: str, chance: random.Random) -> str | None:
    return target + target[-1] if target[-1:] in (".", "。") else None


def broken(source: str, target: str, language: str, chance: random.Random) -> str | None:
    words = target.split(" ")
    if language not in SPACED or len(words) < 8:
        return None
    at = chance.randrange(3, len(words) - 3)
    before, after = words[at - 1], words[at]
    if not after[:1].islower() or not before[-1:].isalpha() or before[:1].isupper():
        return None
    return " ".join([*words[: at - 1], before + ".", *words[at:]])


def mojibake(source: str, target: str, language: str, chance: random.Random) -> str | None:
    words = re.findall(r"[^\s\x00-\x7f]{2,}", target)
    word = chance.choice(words) if words else None
    broken = word.encode().decode("cp1252", "replace") if word else ""
    return target.replace(word, broken, 1) if word else None


def homoglyph(source: str, target: str, language: str, chance: random.Random) -> str | None:
    words = re.findall(r"\b[A-Za-z]*[aoecp][A-Za-z]*\b", target)
    words = [word for word in words if len(word) > 3]
    if not words:
        return None
    word = chance.choice(words)
    at = next(n for n, char in enumerate(word) if char in "aoecp")
    return target.replace(word, word[:at] + dict(zip("aoecp", "аоеср", strict=True))[word[at]] + word[at + 1 :], 1)


def word_doubled(source: str, target: str, language: str, chance: random.Random) -> str | None:
    words = target.split(" ")
    places = [n for n, word in enumerate(words) if len(word) > 2 and word.isalpha()]
    if language not in SPACED or not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[: at + 1], *words[at:]])


def spam_appended(source: str, target: str, language: str, chance: random.Random) -> str | None:
    return f"{target} {chance.choice(SPAM[language])}"


def sentence_dropped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    parts = [part for part in SENTENCE.split(target) if part.strip()]
    if len(parts) < 2 or min(map(len, parts)) < 12:
        return None
    del parts[chance.randrange(len(parts))]
    return (" " if language in SPACED else "").join(parts)


def country_swapped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    here = [country for country in countries(target, language) if country.named]
    if not here:
        return None
    swap = chance.choice(here)
    other = chance.choice(
        [
            code
            for code in ("FR", "JP", "BR", "EG", "CA", "IN", "ES", "KE", "SE", "TR")
            if not any(code in country.codes for country in here)
        ]
    )
    return target[: swap.start] + name_of(other, language) + target[swap.end :]


KINDS: dict[str, Callable[[str, str, str, random.Random], str | None]] = {
    "number_changed": digit_changed, "number_dropped": number_dropped, "date_changed": date_changed,
    "weekday_changed": weekday_changed, "untranslated": untranslated, "half_untranslated": half_untranslated,
    "clause_dropped": clause_dropped, "cut_off": cut_off, "head_cut": head_cut, "name_flipped": name_flipped,
    "name_misspelt": name_misspelt, "quote_lost": quote_lost, "bracket_lost": bracket_lost, "stop_spaced": stop_spaced,
    "stop_doubled": stop_doubled, "broken": broken, "mojibake": mojibake, "homoglyph": homoglyph,
    "word_doubled": word_doubled, "spam_appended": spam_appended, "sentence_dropped": sentence_dropped,
    "country_swapped": country_swapped,
}  # fmt: skip


def spoilt(kind: str, source: str, target: str, most: int) -> Iterator[tuple[Row, str]]:
    """Segments with their spoilt translation, ``most`` of them at most, in an order of chance that is always the same."""
    rows = {row[0]: row for part in segments(source, target).values() for row in part}
    chance = random.Random(f"{kind} {source} {target}")
    made = 0
    for number in chance.sample(sorted(rows), len(rows)):
        _, one, other = rows[number]
        changed = KINDS[kind](one, other, target, chance)
        if changed is None or changed == other:
            continue
        made += 1
        if made > most:
            return
        yield rows[number], changed
