"""Within a batch things are read once; outside it, every time."""

from tintuc.publishing.memo import batch, once, together


def test_once_a_batch():
    """A function that is marked answers from memory inside a batch, by its arguments, and asks anew after it."""
    asked = []

    @once
    def double(number: int) -> int:
        asked.append(number)
        return number * 2

    assert (double(1), double(1)) == (2, 2)
    assert asked == [1, 1]
    with batch():
        assert (double(1), double(1), double(2)) == (2, 2, 4)
    assert asked == [1, 1, 1, 2]
    double(2)
    assert asked == [1, 1, 1, 2, 2]


def test_together():
    """Many keys are read in one go, each once a batch; what is not there is None and not asked for again."""
    asked = []

    @together
    def names(keys: list[int]) -> dict[int, str]:
        asked.append(keys)
        return {key: str(key) for key in keys if key != 3}

    with batch():
        assert names.read([1, 2, 3, 1]) == {1: "1", 2: "2", 3: None}
        assert (names(2), names(3), names(4)) == ("2", None, "4")
        assert names.read([4, 1]) == {4: "4", 1: "1"}
    assert asked == [[1, 2, 3], [4]]
    assert (names(1), names(1)) == ("1", "1")
    assert asked == [[1, 2, 3], [4], [1], [1]]
