"""Chinese names in Vietnamese."""

import pytest

from tintuc.text.sino_vietnamese import folded, syllables

NAMES = {
    "习近平": "Tập Cận Bình", "習近平": "Tập Cận Bình", "邓小平": "Đặng Tiểu Bình", "李显龙": "Lý Hiển Long",
    "阮富仲": "Nguyễn Phú Trọng", "黄循财": "Hoàng Tuần Tài", "周星驰": "Châu Tinh Trì", "武元甲": "Võ Nguyên Giáp",
    "赖清德": "Lại Thanh Đức", "谷爱凌": "Cốc Ái Lăng", "吴庭艳": "Ngô Đình Diệm", "李彦宏": "Lý Ngạn Hoành",
}  # fmt: skip


@pytest.mark.parametrize(("name", "reading"), NAMES.items())
def test_readings(name, reading):
    """Names are known by what Vietnamese papers call them, in both ways of writing Chinese."""
    assert all(folded(one) in syllables(char) for char, one in zip(name, reading.split(), strict=True))


def test_custom_is_no_difference():
    """Where the tone stands, and i for y, are a matter of taste; the tone itself is not."""
    assert folded("hoà") == folded("Hòa") != folded("hoa")
    assert folded("Lý") == folded("lí")
    assert folded("Nguyên") != folded("Nguyễn")
    assert syllables("x") == frozenset()
