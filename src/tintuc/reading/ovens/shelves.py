"""Topics and people: a page for the newest, and one for each month."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from tintuc.network.hosts import edition_at
from tintuc.network.models import Edition, Topic
from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.models import BakedFile
from tintuc.publishing.reach import edition_of, editions
from tintuc.publishing.records import contributor, named_in, roles_of, topics_of
from tintuc.publishing.records import topic as one_topic
from tintuc.publishing.spots import Spot, spots
from tintuc.reading import people, topics
from tintuc.reading.ovens.baked import page
from tintuc.reading.shelf import Shelf, month_at, split
from tintuc.reading.shelf_page import month_page
from tintuc.stories.models import Contributor


class TopicOven:
    """Keys: ``12`` for the newest of topic 12, ``12/2026/11`` for a month of it."""

    kind = "topic"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A story touches the pages of its topics; a topic all of its own."""
        kind, _, number = tag.partition(":")
        if kind in {"story", "shown", "alt"}:
            for edition, spot in _placed(tag):
                for topic in topics_of(spot.story_id) or ():
                    shelf = topics.shelf_of(edition, topic)
                    yield from _around(self.kind, topic.pk, shelf, spot, beside=kind == "alt")
        elif kind == "topic":
            yield from _known(self.kind, number)
            yield from self._all(Topic.objects.filter(pk=int(number)), Edition.objects.all())
        elif kind in {"all", "brand"}:
            yield from self._all(Topic.objects.all(), editions(tag, ()))

    def _all(self, some: Iterable[Topic], places: Iterable[Edition]) -> Iterable[PageRef]:
        named = list(some)
        for edition in places:
            for topic in named:
                yield from _whole(self.kind, topic.pk, topics.shelf_of(edition, topic))

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The topics of all these pages."""
        one_topic.read(int(split(ref.key)[0]) for ref in refs)

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, where the edition can name the topic and has something of it."""
        edition, (owner, month) = edition_of(ref.owner), split(ref.key)
        topic = one_topic(int(owner))
        if edition is None or topic is None or not topic.name_in(edition.language):
            return None
        shelf = topics.shelf_of(edition, topic)
        if month:
            return _put(shelf, month_page(shelf, topic.name_in(edition.language), *month), ref, f"topic:{owner}")
        return _put(shelf, topics.topic_page(edition, topic), ref, f"topic:{owner}")


class PersonOven:
    """Keys as of topics."""

    kind = "person"
    cold = True
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A story touches the pages of those it names; a person all of the person's own."""
        kind, _, number = tag.partition(":")
        if kind in {"story", "shown", "alt"}:
            for edition, spot in _placed(tag):
                for person in named_in(spot.story_id, spot.article_id):
                    shelf = people.shelf_of(edition, person)
                    yield from _around(self.kind, person.pk, shelf, spot, beside=kind == "alt")
        elif kind == "person":
            yield from _known(self.kind, number)
            yield from self._all(Contributor.objects.filter(pk=int(number)), Edition.objects.all())
        elif kind in {"all", "brand"}:
            yield from self._all(Contributor.objects.all(), editions(tag, ()))

    def _all(self, some: Iterable[Contributor], places: Iterable[Edition]) -> Iterable[PageRef]:
        named = list(some)
        for edition in places:
            for person in named:
                yield from _whole(self.kind, person.pk, people.shelf_of(edition, person))

    def at(self, host: str, path: str) -> PageRef | None:
        """The person, or the person's month, whose address it is."""
        edition = edition_at(host, path)
        slug, _, rest = path.removeprefix(f"{edition.root}people/").partition("/") if edition else ("", "", "")
        month = month_at(rest)
        person = Contributor.objects.filter(slug=slug).first() if slug and month is not None else None
        if edition is None or person is None or not path.startswith(people.person_path(edition, slug)):
            return None
        return PageRef(self.kind, edition.pk, f"{person.pk}/{month}" if month else str(person.pk))

    def gather(self, refs: Iterable[PageRef]) -> None:
        """The people of all these pages."""
        some = {int(split(ref.key)[0]) for ref in refs}
        contributor.read(some)
        roles_of.read(some)

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, while something public names the person."""
        edition, (owner, month) = edition_of(ref.owner), split(ref.key)
        person = contributor(int(owner))
        if edition is None or person is None:
            return None
        shelf = people.shelf_of(edition, person)
        if month:
            return _put(shelf, month_page(shelf, person.name_in(edition.language), *month), ref, f"person:{owner}")
        return _put(shelf, people.person_page(edition, person), ref, f"person:{owner}")


class TopicsOven:
    """The list of all topics of an edition."""

    kind = "topics"
    cold = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """A new story may be a topic's first or last."""
        if tag.startswith("topic:"):
            return [PageRef(self.kind, pk) for pk in Edition.objects.values_list("pk", flat=True)]
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, {"list"})]

    def bake(self, ref: PageRef) -> Baked | None:
        """The page, even while there is none."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        return page(edition, f"{edition.root}topics/", topics.topics_page(edition), f"list:{edition.pk}")


def _placed(tag: str) -> Iterable[tuple[Edition, Spot]]:
    """Where the article (``shown``) or any of the story was released."""
    known = queries.editions()
    for spot in spots(tag, of_articles={"shown"}, of_stories={"story", "alt"}):
        if spot.released_at and spot.edition_id in known:
            yield known[spot.edition_id], spot


def _around(kind: str, owner: int, shelf: Shelf, spot: Spot, *, beside: bool) -> Iterable[PageRef]:
    """The newest, and the month of the placement; those beside it too, if it came or went."""
    yield PageRef(kind, shelf.edition.pk, str(owner))
    for key in shelf.around(spot.released_at, beside=beside):
        yield PageRef(kind, shelf.edition.pk, f"{owner}/{key}")


def _known(kind: str, owner: str) -> Iterable[PageRef]:
    """The pages there are already: some may have nothing left to show."""
    mine = Q(key=owner) | Q(key__startswith=f"{owner}/")
    for edition, key in BakedFile.objects.filter(mine, kind=kind).values_list("owner", "key"):
        yield PageRef(kind, edition, key)


def _whole(kind: str, owner: int, shelf: Shelf) -> Iterable[PageRef]:
    yield PageRef(kind, shelf.edition.pk, str(owner))
    for key in shelf.months():
        yield PageRef(kind, shelf.edition.pk, f"{owner}/{key}")


def _put(shelf: Shelf, body: bytes | None, ref: PageRef, tag: str) -> Baked | None:
    _owner, month = split(ref.key)
    path = f"{shelf.path}{month[0]}/{month[1]:02}/" if month else shelf.path
    return page(shelf.edition, path, body, tag) if body else None
