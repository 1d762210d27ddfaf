"""Paragraphs of unequal number are laid beside each other by length, figures and names."""

import time

from tintuc.text.pairing import Link, pair

EN = [
    "The harbour town opened its new ferry pier on Monday after two years of building.",
    "The crossing to Orita Island now takes 12 minutes instead of 40, the ferry company says.",
    "Tickets cost eight crowns for adults, and children travel free until the end of 2031.",
    "Residents had waited long; some of them had rowed across every morning.",
]
VI = [
    "Thị trấn cảng khai trương bến phà mới hôm thứ Hai sau hai năm xây dựng.",
    "Công ty phà cho biết chuyến sang đảo Orita Island giờ chỉ mất 12 phút thay vì 40.",
    "Vé người lớn giá tám cua-ron, trẻ em được đi miễn phí đến hết năm 2031.",
    "Người dân đã chờ đợi lâu; có người sáng nào cũng chèo thuyền qua.",
]


def test_a_dropped_paragraph_is_left_over():
    """A paragraph that the translation lacks has no counterpart, and the others keep theirs."""
    assert pair(EN, [VI[0], *VI[2:]], "en", "vi") == [
        Link((0,), (0,)),
        Link((1,), ()),
        Link((2,), (1,)),
        Link((3,), (2,)),
    ]


def test_an_added_paragraph_is_left_over():
    """A paragraph that the source lacks has no counterpart."""
    spam = "Chào mừng bạn đến với vòng quay may mắn 888, nạp tiền lần đầu được tặng 100 phần trăm."
    assert Link((), (2,)) in pair(EN, [*VI[:2], spam, *VI[2:]], "en", "vi")


def test_equal_texts_are_paired_one_to_one():
    """Nothing is left over where nothing is missing."""
    assert pair(EN, VI, "en", "vi") == [Link((n,), (n,)) for n in range(4)]


def test_endless_texts_are_not_paired():
    """Texts of thousands of paragraphs end at once and without links."""
    begun = time.monotonic()
    assert pair(["word"] * 3000, ["từ"] * 3000, "en", "vi") == []
    assert time.monotonic() - begun < 5
