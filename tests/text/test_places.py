"""Countries as texts name them."""

import pytest

from tintuc.text.places import countries, explains


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Глава США посетил Россию, Германию и Южную Корею.", "ru", {"US", "RU", "DE", "KR"}),
        ("Делегації Польщі, Німеччини та В'єтнаму.", "uk", {"PL", "DE", "VN"}),
        ("زار الوزير الصين وروسيا وبعث رسالة للهند.", "ar", {"CN", "RU", "IN"}),
        ("ผู้นำสหรัฐฯ เยือนจีนและเกาหลีเหนือ", "th", {"US", "CN", "KP"}),
    ],
)
def test_a_name_in_its_cases(text, language, codes):
    """Names are found declined, with what is written at their front, and in a script without spaces."""
    assert {code for one in countries(text, language) if one.named for code in one.codes} == codes


def test_words_that_only_look_like_names():
    """A bank is no Egypt, the Interior Ministry no Thailand, and an adjective only hints."""
    assert countries("افتتح مصرف جديد.", "ar") == ()
    assert countries("รัฐมนตรีมหาดไทย", "th") == ()
    assert [one.named for one in countries("российский министр", "ru")] == [False]


def test_a_word_of_two_countries():
    """Korean explains both Koreas."""
    assert explains("The Korean team won.", "en") == {"KR", "KP"}
    assert explains("Đội tuyển Triều Tiên thắng.", "vi") == {"KR", "KP"}
