"""Where sentences end, in the scripts and habits of several languages."""

import time

import pytest

from tintuc.text.sentences import sentence_at, sentences


def cut(text: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Dr. Lam met Sen. Orr at 5 p.m. in St. Ives.", "“Good.”", "They left… and came back.", "Why?"]),
        ("en", ["J. K. Moss lives in the U.S. and sails.", "She has 3.5 boats (two new ones.)", "They float!"]),
        ("vi", ["TP. Bắc Cảng có cầu tàu, v.v. và một hải đăng.", "“Ai đến?” ông hỏi.", "Không ai cả."]),
        ("de", ["Am 3. Oktober kam Dr. Holm, d. h. zu spät.", "„Na und?“", "Er blieb ca. 2 Stunden."]),
        ("fr", ["« Le quai est fermé. »", "Mme Roy attend.", "« Vraiment ? », dit-il."]),
        ("ko", ["항구가 문을 열었다.", "“늦었군요.”", "그는 3.5시간을 기다렸다."]),
    ],
)
def test_languages_that_part_sentences_by_spaces(language, parts):
    """A stop before a space ends a sentence, save after abbreviations and before small letters."""
    assert cut(" ".join(parts), language) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("zh-Hans", ["码头昨天启用。", "“渡轮很快！”，居民说。", "谁来付钱？", "没人知道……", "船走了。"]),
        ("ja", ["港が開いた。", "「遅い。」と彼は言った。", "「誰が来る？」", "船は3.5トンだ。"]),
    ],
)
def test_languages_without_spaces(language, parts):
    """A full-width stop ends a sentence, save where the sentence around a quotation goes on."""
    assert cut("".join(parts), language) == parts


def test_the_sentence_at_a_place():
    """The sentence around a character is found; outside all of them the whole text is meant."""
    text = "The pier is open. The boat is late."
    start, end = sentence_at(text, 20)
    assert text[start:end] == "The boat is late."
    assert sentence_at(text, 17) == (0, len(text))


@pytest.mark.parametrize("text", ["", " ", "...", "。", "No stop at all", "?!?!", "a.b.c"])
def test_odd_texts(text):
    """Every character but white space lies in one sentence, whatever the text."""
    assert "".join(cut(text)) == text.strip()


@pytest.mark.parametrize("text", ["." * 300_000, "。" * 300_000, 'a. "' * 80_000, '..")' * 80_000 + "x"])
def test_no_text_takes_the_desks_time(text):
    """A text made of stops alone is read in a moment."""
    begun = time.process_time()
    assert sum(1 for _ in sentences(text)) >= 1
    assert time.process_time() - begun < 3
