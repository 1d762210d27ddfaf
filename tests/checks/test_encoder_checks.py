"""The checks that need the sentence encoder: when they run, and what they say of a whole article."""

import pytest

from tintuc.checks import Block, Dossier, Level, Profile, catalogue, run
from tintuc.text import encoder

NEEDY = sorted(ident for ident, check in catalogue().items() if check.requires == "encoder")
needs_encoder = pytest.mark.skipif(not encoder.available(), reason="needs the extra tintuc[encoder]")

PAIRS = [
    ("The harbour town opened its new ferry pier on Monday.", "港の町は月曜日、新しいフェリー桟橋を開いた。"),
    ("The mayor thanked the builders for two years of work.", "町長は建設作業員の二年間の働きに感謝した。"),
    ("Fishermen fear that the noise will drive the fish away.", "漁師たちは騒音で魚が逃げることを恐れている。"),
    ("The school on the island will get a library.", "島の学校には図書室ができる。"),
    ("Parents have collected books since the spring.", "保護者は春から本を集めてきた。"),
    ("Heavy rain closed the coast road on Tuesday.", "火曜日、大雨で海岸道路が閉鎖された。"),
]


def article(*left_out: int) -> Dossier:
    """Two passages of three sentences, the translation without some."""
    blocks = []
    for first in (0, 3):
        part = range(first, first + 3)
        text = "".join(PAIRS[at][1] for at in part if at not in left_out)
        blocks.append(Block(text, f"p{first}", source=" ".join(PAIRS[at][0] for at in part)))
    return Dossier(language="ja", source_language="en", body=tuple(blocks))


def skipped(dossier: Dossier, **asked: object) -> dict[str, str]:
    return {ident: reason for ident, reason in run(dossier, **asked).skipped if ident in NEEDY}


def test_they_run_only_when_asked():
    """Nobody who did not ask for the encoder waits for it; the report says how to ask."""
    reasons = skipped(article())
    assert sorted(reasons) == NEEDY
    assert set(reasons.values()) == {"runs only with --encoder or TINTUC_ENCODER=1"}


def test_without_the_extra(monkeypatch):
    """Where the extra is not installed they are skipped by name, with what to install."""
    monkeypatch.setattr(encoder, "available", lambda: False)
    assert set(skipped(article(), encoder=True).values()) == {"needs the extra tintuc[encoder]"}


@needs_encoder
def test_a_profile_asks_too():
    """A profile that names a check asks for it."""
    row = {"translation.dropped-sentence": {"level": "note", "reason": "We shorten on purpose."}}
    report = run(article(1), Profile.from_data(row))
    assert {seen.level for seen in report.seen if seen.check.id in NEEDY} == {Level.NOTE}


@needs_encoder
def test_a_language_it_does_not_know():
    """A language the encoder has not learned is named."""
    dossier = Dossier(language="vi", source_language="en", body=(Block("Bến tàu mở cửa.", source="The pier is open."),))
    assert "does not know vi" in skipped(dossier, encoder=True)["translation.dropped-sentence"]


def test_a_language_without_stops():
    """Where sentences end without a mark, none can be told to be missing, and the report says so."""
    dossier = Dossier(language="th", source_language="en", body=(Block("ท่าเรือเปิดแล้ว", source="The pier is open."),))
    reasons = skipped(dossier, encoder=True)
    assert reasons["translation.dropped-sentence"] == reasons["translation.added-sentence"] == "is not for th"


@needs_encoder
def test_a_text_too_long():
    """A text that would keep the desk busy for long is skipped by name."""
    dossier = Dossier(language="ja", source_language="en", body=(Block("港" * 130_000, source="Harbour."),))
    report = run(dossier, checks=[catalogue()["translation.dropped-sentence"]], encoder=True)
    assert report.skipped == (("translation.dropped-sentence", "the text is too long for the encoder"),)


@needs_encoder
@pytest.mark.parametrize(("left_out", "level"), [((), None), ((1,), Level.QUERY), ((1, 4), Level.HOLD)])
def test_one_sentence_asks_and_several_hold(left_out, level):
    """A sentence left out is named at its passage; one is asked about, two hold."""
    report = run(article(*left_out), checks=[catalogue()["translation.dropped-sentence"]], encoder=True)
    assert {seen.level for seen in report.seen} == ({level} if level else set())
    assert [PAIRS[at][0] in seen.message() for at, seen in zip(left_out, report.seen, strict=True)] == [True] * len(
        left_out
    )
    assert [seen.finding.place.block for seen in report.seen] == [f"p{at // 3 * 3}" for at in left_out]
