"""What may be a name."""

import time

import pytest

from tintuc.text.names import likely, unmarked


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Mayor Brenda Marlowe met Keiko van Dijk in New Harbour.",
            ["Brenda Marlowe", "Keiko van Dijk", "New Harbour"],
        ),
        ("en", "The Harbour opened. After Monday it closed. THE HARBOUR NEWS", []),
        ("en", "According to Mr. Orita", []),
        ("vi", "Theo ông Nguyễn Văn An, Bộ Giao thông đã duyệt.", ["Nguyễn Văn An", "Bộ Giao"]),
        ("vi", "Bến Bắc đã được Trần Hoa ở Hà Nội mở.", ["Bến Bắc", "Trần Hoa", "Hà Nội"]),
        ("ko", "부산 시장이 새 부두를 열었다.", []),
        ("en", "George W. Marlowe and J. Reed", ["George W. Marlowe", "J. Reed"]),
        ("zh-Hans", "副总统卡玛拉·哈里斯周一抵达。", ["卡玛拉·哈里斯"]),
        ("zh-Hans", "记者王小明昨天报道。市长李强说，码头周一启用。有关方面表示，马上说。王子说。", ["王小明", "李强"]),
        ("zh-Hans", "韩国表示，白宫说，马方指出，董事会认为，郑州说，高度表示，许多人说，高建国说。", ["高建国"]),
        ("zh-Hant", "居民歐陽明在碼頭說。陳美玲女士說船很快。高等教育表示。", ["歐陽明", "陳美玲"]),
        ("ja", "山田太郎さんは言った。学生さん、関係者さん。佐藤花子氏によると", ["山田太郎", "佐藤花子"]),
        ("ja", "ジョン・スミス氏とスミス容疑者、テレビの話。", ["ジョン・スミス", "スミス"]),
    ],
)
def test_names_are_seen(language, text, expected):
    """Capitalised words, katakana and Han with dots are seen; titles and first words are left out."""
    assert [form for form, _, _ in likely(text, language)] == expected


def test_places_are_right():
    """What is seen stands at the place that is named."""
    text = "Dr. Brenda\u00a0Marlowe came with Alan Reed."
    assert [text[start:end] for _, start, end in likely(text, "en")] == ["Brenda\u00a0Marlowe", "Alan Reed"]


def test_marks_are_taken_off():
    """Names are compared without accents and tone marks."""
    assert unmarked("Đặng Thị Huệ") == "dang thi hue"


@pytest.mark.parametrize(
    "text", ["Ab " * 50_000, "A" * 200_000, "ア・" * 50_000, "Ab van " * 30_000, "记者王" * 50_000, "山田太" * 50_000]
)
def test_hostile_text_takes_linear_time(text):
    """Long runs of capitals, dots and particles end soon."""
    begun = time.process_time()
    for language in ("ja", "zh-Hans"):
        list(likely(text, language))
    assert time.process_time() - begun < 3
