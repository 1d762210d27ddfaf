"""What the checks say of clean translations, and what they find of errors put in. Prints JSON.

Clean: the professional translations of ``ntrex`` in the folder TINTUC_SHARED names, by document, en→vi, zh, ja, ko and
zh→vi. Errors are put into one segment's translation with a fixed seed; one is found if a finding speaks of the segment
that was not there before. Segments that were judged by hand to hold a true error are listed in ``true-errors.toml`` and
do not count as flagged in ``…_less_true_errors_%``.

``python bench/pairs.py [--pair en-vi] [--show CHECK] [--missed KIND] [--most N]``
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tintuc.checks import Block, Dossier, Level, run

DATA = Path(os.environ.get("TINTUC_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "ntrex"
FILES = {"en": "eng", "vi": "vie", "zh-Hans": "zho-CN", "zh-Hant": "zho-TW", "ja": "jpn", "ko": "kor", "fr": "fra",
         "de": "deu", "es": "spa", "ru": "rus", "id": "ind", "th": "tha", "ar": "arb", "uk": "ukr"}  # fmt: skip
PAIRS = [("en", "vi"), ("en", "zh-Hans"), ("en", "ja"), ("en", "ko"), ("zh-Hans", "vi")]
TRUE_ERRORS = Path(__file__).with_name("true-errors.toml")
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


def segments(source: str, target: str) -> dict[str, list[tuple[int, str, str]]]:
    """Line number, source and target of each segment, by document."""
    names = [line.split("\t")[0] for line in (DATA / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").splitlines()]
    sides = [(DATA / f"{FILES[tag]}.txt").read_text(encoding="utf-8").splitlines() for tag in (source, target)]
    found = defaultdict(list)
    for number, (name, one, other) in enumerate(zip(names, *sides, strict=True), 1):
        found[name].append((number, one.strip(), other.strip()))
    return found


def dossier(rows: list[tuple[int, str, str]], source: str, target: str) -> Dossier:
    return Dossier(
        language=target,
        source_language=source,
        body=tuple(Block(text, f"l{number}", source=original) for number, original, text in rows),
    )


def clean(source: str, target: str, show: str) -> dict[str, Any]:
    """Share of segments with any flag and with a hold, and flags by check."""
    known = true_errors(source, target)
    flags: dict[int, set[str]] = defaultdict(set)
    levels: dict[int, Level] = defaultdict(lambda: Level.NOTE)
    by_check: Counter[str] = Counter()
    documents = segments(source, target)
    total = sum(map(len, documents.values()))
    words = sum(len(text.split()) for rows in documents.values() for _, text, _ in rows)
    begun, spent = time.process_time(), 0.0
    held_documents = 0
    for rows in documents.values():
        begun = time.process_time()
        seen = run(dossier(rows, source, target)).seen
        spent += time.process_time() - begun
        if broken := [one.message() for one in seen if one.finding.reason == "broke"]:
            raise SystemExit(broken[0])
        held_documents += any(one.level is Level.HOLD for one in seen)
        by_check.update({(one.check.id, one.finding.place.block) for one in seen})
        for one in seen:
            number = int(one.finding.place.block[1:] or 0) if one.finding.place.block else rows[0][0]
            flags[number].add(one.check.id)
            levels[number] = max(levels[number], one.level)
            if show and one.check.id.startswith(show):
                pair = next(row for row in rows if row[0] == number)
                state = "TRUE " if number in known else ""
                print(
                    f"\n{state}{target} {number} {one.level.name} {one.check.id}: {one.message()} «{one.finding.quote[:80]}»",
                    file=sys.stderr,
                )
                print(f"   {pair[1]}\n   {pair[2]}", file=sys.stderr)
    holds = {number for number in flags if levels[number] is Level.HOLD}
    counted = Counter(check for check, _ in by_check)
    return {
        "segments": total,
        "any_flag_%": round(100 * len(flags) / total, 2),
        "hold_%": round(100 * len(holds) / total, 2),
        "any_flag_less_true_errors_%": round(100 * len(set(flags) - known) / total, 2),
        "hold_less_true_errors_%": round(100 * len(holds - known) / total, 2),
        "documents_held": held_documents,
        "flags": dict(counted.most_common()),
        "ms_a_segment": round(1000 * spent / total, 3),
        "ms_for_1000_words": round(1000 * spent / words * 1000, 2) if source == "en" else None,
    }


def true_errors(source: str, target: str) -> set[int]:
    """Lines whose translation was read and judged to hold a true error."""
    rows = (
        tomllib.loads(TRUE_ERRORS.read_text(encoding="utf-8")).get(f"{source}-{target}", {})
        if TRUE_ERRORS.exists()
        else {}
    )
    return {int(line) for line in rows}


# What goes wrong, put in


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


KINDS: dict[str, Callable[[str, str, str, random.Random], str | None]] = {
    "number_changed": digit_changed, "number_dropped": number_dropped, "date_changed": date_changed,
    "weekday_changed": weekday_changed, "untranslated": untranslated, "half_untranslated": half_untranslated,
    "clause_dropped": clause_dropped, "cut_off": cut_off, "head_cut": head_cut, "name_flipped": name_flipped,
    "name_misspelt": name_misspelt, "quote_lost": quote_lost, "bracket_lost": bracket_lost, "stop_spaced": stop_spaced,
    "stop_doubled": stop_doubled, "broken": broken, "mojibake": mojibake, "homoglyph": homoglyph,
    "word_doubled": word_doubled, "spam_appended": spam_appended, "sentence_dropped": sentence_dropped,
}  # fmt: skip


def found(source: str, target: str, most: int, missed: str) -> dict[str, Any]:
    """Share of errors put in that raise a new finding above a note, and their number."""
    rows = [row for part in segments(source, target).values() for row in part]
    result: dict[str, Any] = {}
    others = {
        tag: {row[0]: row[2] for part in segments(source, tag).values() for row in part}
        for tag in ("en", "vi", "ja", "ko")
        if tag not in (source, target)
    }
    by_number = {row[0]: row for row in rows}
    for kind, put_in in [*KINDS.items(), ("country_swapped", country_swapped)]:
        chance = random.Random(f"{kind} {source} {target}")
        tried = caught = noted = 0
        for number in chance.sample(sorted(by_number), len(rows)):
            _, one, other = by_number[number]
            changed = put_in(one, other, target, chance)
            if changed is None or changed == other or tried >= most:
                continue
            tried += 1
            before = marks(one, other, source, target)
            after = marks(one, changed, source, target)
            new = after - before
            caught += any(level > Level.NOTE for *_, level in new)
            noted += bool(new)
            if kind == missed and not any(level > Level.NOTE for *_, level in new):
                print(f"\nmissed {kind} {target} {number}\n   {one}\n   {other}\n   {changed}", file=sys.stderr)
        result[kind] = {
            "tried": tried,
            "found_%": round(100 * caught / max(1, tried), 1),
            "with_notes_%": round(100 * noted / max(1, tried), 1),
        }
    tried = caught = 0
    chance = random.Random(7)
    for _, _, other in rows[:most]:
        tag = chance.choice(sorted(others))
        foreign = others[tag][chance.choice(sorted(by_number))]
        if (len(foreign) < 80 and tag in ("en", "vi")) or len(foreign) < 30:
            continue
        tried += 1
        body = (Block(other, "a"), Block(foreign, "x"))
        caught += any(
            s.finding.place.block == "x" and s.level > Level.NOTE for s in run(Dossier(language=target, body=body)).seen
        )
    result["foreign_paragraph"] = {"tried": tried, "found_%": round(100 * caught / max(1, tried), 1)}
    return result


def country_swapped(source: str, target: str, language: str, chance: random.Random) -> str | None:
    from tintuc.text.places import countries, name_of

    here = [country for country in countries(target, language) if country.named]
    if not here:
        return None
    swap = chance.choice(here)
    other = chance.choice(
        [
            code
            for code in ("FR", "JP", "BR", "EG", "CA", "IN", "ES", "KE", "SE", "TR")
            if code not in {c.code for c in here}
        ]
    )
    return target[: swap.start] + name_of(other, language) + target[swap.end :]


def marks(one: str, other: str, source: str, target: str) -> set[tuple[str, str, str, Level]]:
    seen = run(dossier([(1, one, other)], source, target)).seen
    return {(s.check.id, s.finding.reason, s.finding.quote if s.finding.quote != other else "", s.level) for s in seen}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pair", default="")
    parser.add_argument("--show", default="")
    parser.add_argument("--missed", default="")
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--clean-only", action="store_true")
    asked = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit("bench/pairs.py needs the development data: set TINTUC_SHARED.")
    result = {}
    for one, other in PAIRS if not asked.pair else [tuple(asked.pair.split(">"))]:
        result[f"{one}-{other}"] = {"clean": clean(one, other, asked.show)}
        if not asked.clean_only:
            result[f"{one}-{other}"]["found"] = found(one, other, asked.most, asked.missed)
    print(json.dumps(result, indent=1, ensure_ascii=False))
