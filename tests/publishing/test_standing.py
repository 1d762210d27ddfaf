"""What depends on the network alone is made anew when the network has changed, and not before."""

import pytest
from django.db import transaction

from tintuc.network.models import Edition, Network, Section, Site
from tintuc.publishing import queries, standing, tree
from tintuc.publishing.actions.bake import bake_tags
from tintuc.publishing.memo import batch
from tintuc.reading.frame import frame

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network(site):
    """The network's own row, which is made when somebody asks for it first."""
    Network.current()


def seen():
    """How the network stands now."""
    with batch():
        return standing.standing()


def test_the_same_rows_are_read_once():
    """As long as no row says anything else, every batch gets the same sites, editions and sections."""
    first = seen()
    assert seen() is first
    assert list(first.editions) == list(Edition.objects.values_list("pk", flat=True))
    assert {pk: shelf.edition for pk, shelf in first.sections.items()} == {
        shelf.pk: shelf.edition for shelf in Section.objects.all()
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda: Site.objects.update(masthead="Another name"),
        lambda: Edition.objects.update(labels={"hot": "Read most"}),
        lambda: Section.objects.all().delete(),
        lambda: Network.objects.update(name="Another network"),
    ],
    ids=["site", "edition", "section", "network"],
)
def test_any_change_is_seen(change):
    """By whatever way a row was changed, the next batch sees it, and what was made before is forgotten."""
    first = seen()
    first.made["key"] = "made"
    change()
    assert seen() is not first
    assert not seen().made


def test_what_was_rolled_back_is_forgotten():
    """What a transaction saw that was not kept is not taken for how things stand."""
    with transaction.atomic():
        Site.objects.update(masthead="Never kept")
        assert next(iter(seen().editions.values())).site.masthead == "Never kept"
        transaction.set_rollback(True)
    assert next(iter(seen().editions.values())).site.masthead != "Never kept"


def test_objects_are_as_django_reads_them():
    """Every field of every object has the value Django gives it, in Django's order."""
    Edition.objects.update(labels={"hot": "Đọc nhiều"}, machine_copy=True)
    Site.objects.update(other_hosts=["other.test"], text_only=True)

    def values(objects):
        return [{field.attname: getattr(one, field.attname) for field in one._meta.fields} for one in objects]

    now = seen()
    assert values(now.editions.values()) == values(Edition.objects.all())
    assert values(now.sections.values()) == values(Section.objects.all())
    assert values([now.network]) == values(Network.objects.all())
    assert values(edition.site for edition in now.editions.values()) == values(
        edition.site for edition in Edition.objects.select_related("site")
    )


def test_lasting():
    """Asked once for an edition and key over several batches; an edition that is tried out, or no batch, asks anew."""
    asked = []

    def make():
        asked.append(1)
        return len(asked)

    def ask(edition):
        return standing.lasting(edition, "key", make)

    with batch():
        edition = next(iter(queries.editions().values()))
        assert (ask(edition), ask(edition)) == (1, 1)
    with batch():
        assert ask(next(iter(queries.editions().values()))) == 1
        assert ask(Edition.objects.get(pk=edition.pk)) == 2
    assert ask(edition) == 3


def test_no_more_is_kept_than_fits(monkeypatch):
    """When as much is kept as may be, it begins anew."""
    monkeypatch.setattr(standing, "MADE", 3)
    with batch():
        edition = next(iter(queries.editions().values()))
        for number in range(10):
            standing.lasting(edition, number, lambda number=number: number)
            assert len(standing.standing().made) <= 3


def test_a_style_sheet_that_was_taken_away_is_baked_again():
    """Whatever this process remembers of a page's frame, the files it leads to are there after each batch."""
    bake_tags(["all"])
    with batch():
        sheet = frame(next(iter(queries.editions().values())), "/vi/", "Title").stylesheet
    place = tree.root() / "_assets" / sheet.rpartition("/")[2]
    place.unlink()
    bake_tags(["all"])
    assert place.exists()


def test_a_new_masthead_is_on_every_page():
    """A masthead that was changed stands on pages baked by the same process afterwards."""
    bake_tags(["all"])
    Site.objects.update(masthead="The Other Harbour")
    Edition.objects.update(masthead="")
    bake_tags(["all"])
    edition = Edition.objects.first()
    assert "The Other Harbour" in tree.file_for(edition.site.host, edition.root).read_text()


def test_a_section_of_an_edition_that_has_just_come():
    """An edition that came after the editions were read keeps no batch from being made; the next one knows its sections."""
    networks, places, shelves = standing._rows()
    gone = places.pop()[0]
    made = standing._made((networks, places, shelves))
    assert made.sections
    assert gone not in {section.edition_id for section in made.sections.values()}


def test_what_another_thread_forgets_meanwhile():
    """Who has made something is given it, though another thread begins anew at that moment."""

    class Forgetful(dict):
        def __setitem__(self, key, value):
            """Forgotten at once."""

    with batch():
        now = seen()
        object.__setattr__(now, "made", Forgetful())
        edition = next(iter(now.editions.values()))
        assert standing.lasting(edition, "key", lambda: "made") == "made"
    standing._Last.standing = None
