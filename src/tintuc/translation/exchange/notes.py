"""What an agency writes about a passage, apart from what it was sent: files bring our own notes and comments back."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.stories.models import Article
from tintuc.translation.exchange.bounds import CONTROL, fold
from tintuc.translation.exchange.sheet import Row, notes_of
from tintuc.translation.models import Comment, Unit
from tintuc.translation.queries import source_of

#: Notes of an agency on one passage, and characters of one.
MOST, LONGEST = 5, 1500


class Notes:
    """What was said here about each place of an article, and what every file of it holds."""

    def __init__(self, article: Article) -> None:
        self._said: dict[str, set[str]] = {}
        for place, text in Comment.objects.filter(article=article.pk).values_list("place", "text"):
            self._said.setdefault(place, set()).update(_ways(text))
        source = source_of(article)
        passages = source.passages() if source else []
        earlier = Unit.objects.filter(article=article.pk).values_list("source_text", flat=True)
        self._everywhere = {fold(note) for passage in passages for note in notes_of(passage)} | set(map(fold, earlier))

    def new(self, place: str, rows: Iterable[Row]) -> list[str]:
        """The notes of a place's rows that nobody here knows, each once, the first ones of many."""
        texts = dict.fromkeys(CONTROL.sub("", text).strip() for row in rows for text in row.said)
        heard = [text for text in texts if text and not self._knows(place, text)]
        return [text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in heard[:MOST]]

    def _knows(self, place: str, text: str) -> bool:
        return any(way in self._said.get(place, ()) or way in self._everywhere for way in _ways(text))


def _ways(text: str) -> set[str]:
    """A note as it stands, and as it may stand without the name of whoever said it."""
    flat = fold(text)
    return {flat, flat.partition(": ")[2] or flat}
