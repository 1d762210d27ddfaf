"""Within a batch things are read once; outside it, every time."""

from tintuc.publishing.memo import batch, once


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
