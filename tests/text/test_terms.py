"""Many terms in one text."""

import time

import pytest

from tintuc.text.terms import Matcher, head, heads


def found(text: str, *forms: str, language: str = "en", **options) -> list[str]:
    return [
        text[m.start : m.end] for m in Matcher(((f, n) for n, f in enumerate(forms)), language).matches(text, **options)
    ]


@pytest.mark.parametrize(
    ("language", "form", "text", "expected"),
    [
        ("en", "ferry pier", "Two ferry piers, no ferry-pier.", ["ferry piers", "ferry-pier"]),
        ("en", "port authority", "The port authorities met. Support authority.", ["port authorities"]),
        ("en", "pier", "A pierced happier spier.", []),
        ("en", "WHO", "Who said it? The WHO said it.", ["WHO"]),
        ("en", "Turkey", "A turkey in Turkey; TURKEY.", ["Turkey", "TURKEY"]),
        ("en", "new york", "It is new. York said so in New\nYork.", ["New\nYork"]),
        ("en", "U.S. Navy", "The U.S. Navy came.", ["U.S. Navy"]),
        ("vi", "hoà bình", "Vì hòa bình, không vì hoà.", ["hòa bình"]),
        ("vi", "bến tàu", "Những bến tàu; bèn tàu.", ["bến tàu"]),
        ("zh-Hans", "码头", "新码头启用", ["码头"]),
        ("zh-Hans", "卡玛拉·哈里斯", "卡玛拉・哈里斯来了", ["卡玛拉・哈里斯"]),
        ("ja", "渡船", "新しい渡船場と渡 船", ["渡船"]),
        ("ko", "부산항", "부산항은 크다. 신부산항.", ["부산항"]),
        ("ko", "베트남 전쟁", "베트남전쟁이 끝났다", ["베트남전쟁"]),
        ("th", "ท่าเรือ", "ที่ท่าเรือใหม่", ["ท่าเรือ"]),
        ("ru", "паромная переправа", "о паромной переправе", ["паромной переправе"]),
        ("en", "…", "What … now", []),
    ],
)
def test_a_term_is_found_where_it_stands_and_nowhere_else(language, form, text, expected):
    """A term is found in its inflected forms, between word boundaries where words have them."""
    assert found(text, form, language=language) == expected


def test_the_longest_wins():
    """Of two terms that begin together the longer is found; all of them if they may overlap."""
    forms = ("port", "port authority", "authority")
    assert found("The port authority.", *forms) == ["port authority"]
    assert sorted(found("The port authority.", *forms, overlapping=True)) == ["authority", "port", "port authority"]


def test_a_text_may_end_within_a_longer_term():
    """A text that ends where a longer term would go on holds the shorter one."""
    assert found("At the port", "port", "port authority board") == ["port"]


def test_decomposed_text_is_the_same_text():
    """A text with combining accents holds the same terms, at places of its own characters."""
    assert found("Bê\u0301n ta\u0300u mơ\u0301i", "bến tàu", language="vi") == ["Bê\u0301n ta\u0300u"]


@pytest.mark.parametrize("form", ["ferry piers", "码头", "码", "부산항", "hoà bình", "WHO"])
def test_a_text_has_the_heads_of_its_terms(form):
    """What a table of terms is looked up by is among what a text that holds the term asks for."""
    for language in ("en", "vi", "zh-Hans", "ko"):
        assert head(form, language) in heads(f"so {form} so", language)


def test_fifty_thousand_terms_cost_a_text_little():
    """A long article is searched for 50,000 terms in a fraction of a second."""
    forms = [(f"harbour word{n} board", n) for n in range(25_000)] + [
        (f"港{chr(0x4E00 + n % 9000)}{n}", n) for n in range(25_000)
    ]
    matcher = Matcher(forms, "en")
    text = "The harbour word77 boards met at noon in the harbour town. " * 300
    begun = time.process_time()
    assert len(list(matcher.matches(text))) == 300
    assert time.process_time() - begun < 0.5


def test_a_hostile_text_takes_linear_time():
    """A text of one repeated token and terms of many lengths ends soon."""
    forms = [("a " * n, n) for n in range(1, 60)]
    begun = time.process_time()
    list(Matcher(forms, "en").matches("a " * 20_000))
    assert time.process_time() - begun < 5
