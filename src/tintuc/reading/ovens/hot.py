"""The hot list: a page of its own, and the fragment other pages take it from."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import edition_of, editions, owners
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import frame
from tintuc.reading.ovens.baked import page
from tintuc.reading.readers import hot, read_hot
from tintuc.reading.titles import title

REACHED = {"hot", "list"}


class HotOven:
    """The page of the hot list, for readers without scripts and for everybody's bookmark."""

    kind = "hot"
    cold = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A change of order or of what is listed."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, REACHED)]

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The lists of all these editions."""
        read_hot(owners(refs))

    def bake(self, ref: PageRef) -> Baked | None:
        """The page."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        path = f"{edition.root}hot/"
        with speaking(edition):
            around = frame(edition, path, f"{title('hot', edition)} – {edition.name}")
        body = render("hot.html", edition, frame=around, hot=hot(edition))
        return page(edition, path, body, f"hot:{edition.pk}", f"list:{edition.pk}")


class HotListOven:
    """The list alone, as a fragment of HTML."""

    kind = "hotlist"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A change of order or of what is listed."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, REACHED)]

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The lists of all these editions."""
        read_hot(owners(refs))

    def bake(self, ref: PageRef) -> Baked | None:
        """The fragment."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        body = render("parts/hot_list.html", edition, hot=hot(edition))
        return page(edition, f"{edition.root}hot/list.html", body, f"hot:{edition.pk}", f"list:{edition.pk}")
