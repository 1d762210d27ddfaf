"""Unicode's normal forms."""

import time
import unicodedata

import pytest

from tintuc.text.normal import MOST_MARKS, normal

TEXTS = ["Bến phà", unicodedata.normalize("NFD", "Bến phà một"), "ﬁ ３…", "a" + "\u0323\u0301" * 15, "—" * 40, "شُكْرًا"]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_any_text_that_people_write(form, text):
    """Text that people write is put in the form that Unicode says."""
    assert normal(form, text) == unicodedata.normalize(form, text)


def test_marks_past_the_bound():
    """A letter keeps as many marks as any writing has, and thirty thousand of them take no time."""
    begun = time.process_time()
    said = normal("NFD", "a" + "\u0301\u0323" * 15_000 + "b")
    assert time.process_time() - begun < 1
    assert (said[0], said[-1], len(said)) == ("a", "b", MOST_MARKS + 2)
