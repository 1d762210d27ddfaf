"""The page of a topic, and the links of a story to its topics."""

from __future__ import annotations

from tintuc.network.models import Edition, Topic
from tintuc.publishing import queries
from tintuc.publishing.memo import once
from tintuc.publishing.shelves import of_topic
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Way, frame
from tintuc.reading.shelf import Shelf
from tintuc.reading.titles import title


def topic_path(edition: Edition, topic: Topic) -> str:
    """The address of a topic's page."""
    return f"{edition.root}topics/{topic.key}/"


def shelf_of(edition: Edition, topic: Topic) -> Shelf:
    """What is filed under the topic on the edition."""
    return Shelf(edition, topic_path(edition, topic), lambda: of_topic(edition, topic))


def ways_to(topics: list[Topic], edition: Edition) -> list[Way]:
    """The ways to the topics that have a name in the edition's language."""
    return [Way(name, topic_path(edition, topic)) for topic in topics if (name := topic.name_in(edition.language))]


def topic_page(edition: Edition, topic: Topic) -> bytes | None:
    """What it is about and the newest of it; None where it has no name in the language or nothing is public."""
    name = topic.name_in(edition.language)
    shelf = shelf_of(edition, topic)
    found, older = shelf.newest() if name else ([], None)
    if not found:
        return None
    about = topic.about_in(edition.language)
    around = frame(edition, shelf.path, f"{name} – {edition.name}", description=about)
    around.topic = Way(name, shelf.path)
    around.alternates = [
        Way(topic.name_in(other.language), around.at(topic_path(other, topic)), other.language)
        for other in queries.editions().values()
        if other.site_id == edition.site_id and topic.name_in(other.language) and _holds(other, topic)
    ]
    return render("topic.html", edition, frame=around, name=name, about=about, entries=found, older=older)


def _holds(edition: Edition, topic: Topic) -> bool:
    """Whether something public on the edition is filed under the topic."""
    return of_topic(edition, topic).any()


@once
def _all() -> list[Topic]:
    return list(Topic.objects.all())


def topics_page(edition: Edition) -> bytes:
    """Every topic that has a page on the edition."""
    named = [topic for topic in _all() if topic.name_in(edition.language)]
    shown = [topic for topic in named if _holds(edition, topic)]
    language = edition.language
    ways = [(Way(one.name_in(language), topic_path(edition, one)), one.about_in(language)) for one in shown]
    with speaking(edition):
        called = title("topics", edition)
    around = frame(edition, f"{edition.root}topics/", f"{called} – {edition.name}")
    around.alternates = around.other("topics/")
    return render("topics.html", edition, frame=around, named=called, topics=ways)
