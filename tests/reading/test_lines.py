"""Headlines in pictures break where their language breaks lines."""

import pytest

from tintuc.reading.lines import broken, pieces


def wide(text):
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)


@pytest.mark.parametrize(
    ("language", "text", "most", "lines"),
    [
        ("vi", "Bến phà mới rút ngắn đường ra đảo", 14, ["Bến phà mới", "rút ngắn đường", "ra đảo"]),
        ("zh-Hans", "新码头开放，首日迎客", 10, ["新码头开", "放，首日迎", "客"]),
        ("zh-Hans", "他说“今天开放”", 6, ["他说", "“今天", "开放”"]),
        ("ja", "「灯」が、ついた。", 10, ["「灯」が、", "ついた。"]),
        ("zh-Hans", "北约NATO成员", 6, ["北约", "NATO成", "员"]),
        ("ko", "새 부두로 뱃길이 짧아졌다", 10, ["새 부두로", "뱃길이", "짧아졌다"]),
    ],
)
def test_lines(language, text, most, lines):
    """No line begins with a stop or a closing mark, none ends with an opening one, and no word is torn."""
    assert broken(text, language, most, wide) == lines


def test_nothing_is_lost():
    """Whatever the width, the lines hold every sign of the text."""
    text = "「灯光」教会我数数：守望 2,300 天（下）"
    for most in range(1, 60):
        assert "".join(broken(text, "zh-Hans", most, wide)).replace(" ", "") == text.replace(" ", "")
    assert broken("", "en", 10, wide) == []


def test_thai_marks_stay_with_their_letters():
    """A mark above or below a letter never begins a line."""
    assert all(not piece.startswith(("่", "ี", "้")) for piece in pieces("ท่าเรือนี้", "th"))
