"""``tintuc learn-head`` and ``tintuc check --encoder``."""

import json

import pytest
from django.test import override_settings

from tintuc.config.cli import learn, main
from tintuc.integrity.queries import inspect
from tintuc.text import encoder
from tintuc.text.heads import load
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.queries import approved
from writing import paragraph

needs_encoder = pytest.mark.skipif(not encoder.available(), reason="needs the extra tintuc[encoder]")

WHO = [
    ("The captain", "Thuyền trưởng"),
    ("The teacher", "Cô giáo"),
    ("A fisherman", "Một ngư dân"),
    ("My aunt", "Dì tôi"),
]
DOES = [
    ("sold the boat", "đã bán chiếc thuyền"),
    ("read a book", "đã đọc một cuốn sách"),
    ("shut the door", "đã đóng cửa"),
]
WHEN = [(f"on day {day}", f"vào ngày {day}") for day in range(1, 13)]
ROWS = [
    (f"d{at % 6}", f"{who} {does} {when}.", f"{ai} {gi} {khi}.")
    for at, (who, ai, does, gi, when, khi) in enumerate((*a, *b, *c) for a in WHO for b in DOES for c in WHEN)
]


@pytest.fixture
def newsroom(monkeypatch, tmp_path):
    """A newsroom's folder, as far as the command looks at it; heads are forgotten afterwards."""
    monkeypatch.setattr(learn.newsroom, "open_folder", lambda _folder: None)
    with override_settings(HEADS_ROOT=tmp_path / "heads"):
        yield tmp_path
    encoder.use_heads(None)


@needs_encoder
def test_from_a_file(newsroom, capsys):
    """Pairs in a file make a head in the newsroom's folder, and the command says how good it is."""
    file = newsroom / "pairs.tsv"
    file.write_text("".join("\t".join(row) + "\n" for row in ROWS), encoding="utf-8")
    assert main(["learn-head", "--lang", "vi", "--pairs", str(file), "--dir", str(newsroom)]) == 0
    assert load(newsroom / "heads" / "vi.npz").pairs == len(ROWS)
    assert "by source language, of: en 0." in capsys.readouterr().out


@needs_encoder
@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"d\tA boat.\tMot\n", "1 pairs are too few"),
        (b"d\tA boat.\n", "line 1: three columns"),
        (b"\xff\xfe\t\t\n", "cannot be read as UTF-8"),
    ],
)
def test_a_file_that_will_not_do(newsroom, capsys, raw, says):
    """A file with too few pairs, other columns or other bytes is refused with a sentence."""
    file = newsroom / "pairs.tsv"
    file.write_bytes(raw)
    assert main(["learn-head", "--lang", "vi", "--pairs", str(file), "--dir", str(newsroom)]) == 2
    assert says in capsys.readouterr().err


def test_without_the_extra(newsroom, capsys, monkeypatch):
    """Where the extra is missing the command says what to install."""
    monkeypatch.setattr(encoder, "available", lambda: False)
    assert main(["learn-head", "--lang", "vi", "--dir", str(newsroom)]) == 2
    assert "tintuc[encoder]" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_archive_gives_what_people_answer_for(make_article, people):
    """Released passages of a translation are pairs; drafts, and passages whose source has changed, are not."""
    source = make_article()
    source.latest_revision.publish()
    target = translate_into(story=source.story, language="vi", by=people["editor"]).newest()
    target.headline, target.standfirst, target.slug = "Bến tàu mới", "Phà ra đảo nay chỉ mất mười hai phút.", "ben-tau"
    words = [
        "Thị trấn cảng đã mở bến phà mới vào thứ Hai sau hai năm xây dựng và chờ đợi của người dân.",
        "Người dân nói chuyến phà ra đảo nay chỉ mất mười hai phút thay vì bốn mươi phút như trước.",
    ]
    target.body = [paragraph(f"p{number}", text) for number, text in enumerate(words, 1)]
    target.save_revision()
    assert list(approved("vi")) == []
    target.newest().latest_revision.publish()
    assert [one.target for one in approved("vi")] == words
    assert {one.source_language for one in approved("vi")} == {"en"}


@needs_encoder
@pytest.mark.django_db
def test_the_desk_asks_where_the_operator_says_so(make_article):
    """TINTUC_ENCODER decides whether the desk runs the checks that need the encoder."""
    article = make_article().newest()
    assert "topic.least-connected" in dict(inspect(article).skipped)
    with override_settings(ENCODER=True):
        assert "topic.least-connected" not in dict(inspect(article).skipped)


@needs_encoder
def test_check_with_the_encoder(tmp_path, capsys):
    """tintuc check --encoder finds a sentence that was left out inside a paragraph."""
    source, target = tmp_path / "en.html", tmp_path / "de.html"
    source.write_text(
        "<html lang='en'><h1>A pier</h1><p>The harbour town opened its new ferry pier on Monday. "
        "The mayor thanked the builders for two years of work. Fishermen fear the noise.</p>",
        encoding="utf-8",
    )
    target.write_text(
        "<html lang='de'><h1>Ein Anleger</h1><p>Die Hafenstadt eröffnete am Montag ihren neuen Fähranleger. "
        "Fischer fürchten den Lärm.</p>",
        encoding="utf-8",
    )
    main(["check", str(target), "--source", str(source), "--format", "json", "--encoder"])
    found = [
        one for one in json.loads(capsys.readouterr().out)["findings"] if one["check"].endswith("dropped-sentence")
    ]
    assert ["The mayor thanked" in one["message"] for one in found] == [True]
