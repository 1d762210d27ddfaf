"""An archive is loaded whole, once, by somebody who answers for it, and nothing of it is uncleared."""

import datetime as dt
import io
import json

import pytest
from django.db import IntegrityError, connection, transaction

from tintuc.jobs.worker import run_due
from tintuc.network.permissions import NotAllowed
from tintuc.publishing import queries, tree
from tintuc.publishing.actions.bake_marked import bake_marked
from tintuc.publishing.actions.release import release
from tintuc.publishing.archive.lines import BadLine, Shelves, read
from tintuc.publishing.archive.load import Refused, load
from tintuc.publishing.models import BakedFile, Tally
from tintuc.search.queries import find
from tintuc.stories.models import Article, Placement, Release, Story

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)


def line(**more) -> dict:
    return {
        "story": "old-1",
        "language": "en",
        "site": "bac-dau",
        "section": "world",
        "released": "2019-06-08T23:20:00+07:00",
        "headline": "Pier opens",
        "byline": [{"name": "An Lê"}],
        "body": [
            {"text": "Fish & chips are <sold> at the ferry pier."},
            {"kind": "crosshead", "text": "Twelve minutes"},
            {"kind": "turn", "role": "question", "speaker": "Mai", "html": "<b>Is it</b> quick?<script>x</script>"},
            {"kind": "quote", "text": "It is.", "attribution": "Mai"},
        ],
    } | more


def load_lines(by, *lines, reason="it was public before"):
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    return load(file=io.BytesIO(text.encode()), by=by, reason=reason)


def test_an_article_of_an_archive_is_like_a_released_one(site, people):
    """Its release is what the article would release, cleared for exactly its text, dated, placed, found and counted."""
    assert load_lines(people["editor"], line(), line(language="vi", headline="Bến phà mở cửa")).loaded == 2
    assert Story.objects.count() == 1
    for article in Article.objects.all():
        current = article.current_release
        assert article.live
        assert current.content == article.public_content() == article.newest().public_content()
        assert (current.digest, current.clearance.digest) == (article.digest(), article.digest())
        assert article.live_revision == article.latest_revision
    current = Release.objects.filter(article__language="en").get()
    assert current.released_at == dt.datetime(2019, 6, 8, 16, 20, tzinfo=dt.UTC)
    assert current.clearance.rule_set == "archive"
    assert current.clearance.waivers[0]["by"] == "editor"
    assert current.clearance.waivers[0]["reason"] == "it was public before"
    assert "script" not in json.dumps(current.content)
    placement = queries.all_public().get(article__language="en")
    assert placement.path == f"/en/world/2019/06/pier-opens-{placement.article_id}.html"
    assert find(placement.edition, "ferry").total == 1
    assert Tally.objects.get(edition=placement.edition, day=8).number == 1


def test_what_was_loaded_can_be_edited_and_released_again(site, people):
    """An article of an archive goes through the desk like any other from then on."""
    load_lines(people["editor"], line(standfirst="The ferry pier is open."))
    article = Article.objects.get()
    version = article.newest()
    version.headline = "Ferry pier opens at last"
    version.save_revision()
    assert release(article=article, by=people["editor"]).current_release.number == 2
    assert Release.objects.get(number=2).clearance.rule_set != "archive"


def test_bad_lines_are_told_and_nothing_else_is_lost(site, people):
    """Each bad line is named with its number and what is wrong; the good ones are loaded."""
    lines = [
        line(story="a"),
        "{",
        "[]",
        line(story="b", section="sport"),
        line(story="c", released="2019-06-08"),
        line(story="d", released="2999-01-01T00:00Z"),
        line(story="e", body=[]),
        line(story="f", body=[{"kind": "script", "text": "x"}]),
        line(story="g", headline="x" * 251),
        line(story="a"),
        line(story="h", source_url="javascript:alert(1)"),
        line(story="i", body=[{"html": "<i>" * 3000}]),
        "",
        line(story="j"),
    ]
    outcome = load_lines(people["editor"], *lines)
    assert [number for number, _ in sorted(outcome.bad)] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert outcome.loaded == 2
    assert "no section “sport”" in dict(outcome.bad)[4]


@pytest.mark.parametrize("text", [b"\xff", b"null", b'{"story": 1}', b'{"story": "\\ud800"}', b"[" * 100_000])
def test_no_line_breaks_the_reader(site, text):
    """Whatever stands on a line, the answer is a sentence."""
    with pytest.raises(BadLine):
        read(text, Shelves.of_network(), NOW)


def test_loading_twice_loads_once(site, people):
    """A load that was interrupted is begun again: what is in is passed over, a new language joins its story."""
    load_lines(people["editor"], line())
    outcome = load_lines(people["editor"], line(), line(language="vi"))
    assert (outcome.loaded, outcome.known) == (1, 1)
    assert (Story.objects.count(), Article.objects.count()) == (1, 2)
    vi = Article.objects.get(language="vi")
    assert [block["id"] for block in vi.raw_body()] == [block["id"] for block in Article.objects.first().raw_body()]


def test_who_may_load(site, people):
    """Only who may release and waive on every site concerned, and only with a reason."""
    for role in ("reporter", "translator", "stranger"):
        with pytest.raises(NotAllowed):
            load_lines(people[role], line())
    with pytest.raises(Refused):
        load_lines(people["editor"], line(), reason="old")
    assert not Article.objects.exists()


def test_the_database_holds_archives_to_the_rule_too(site, people):
    """Another text than the cleared one cannot be slipped under a loaded article."""
    load_lines(people["editor"], line())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE stories_release SET content = '{}'")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(current_release=None)


def test_an_archive_is_baked_bit_by_bit(site, people, monkeypatch):
    """Jobs bake what was loaded, newest first, a spell at a time."""
    monkeypatch.setattr("tintuc.publishing.actions.fill.LOOKED_AT", 1)
    monkeypatch.setattr("tintuc.publishing.actions.fill.SPELL", 0)
    load_lines(people["editor"], *(line(story=str(n), released=f"20{n}-01-01T00:00Z") for n in (11, 12, 13)))
    assert not BakedFile.objects.filter(kind="article").exists()
    run_due()
    assert BakedFile.objects.filter(kind="article").count() == 3
    for placement in Placement.objects.select_related("edition__site"):
        assert tree.file_for(placement.edition.site.host, placement.path).exists()


def test_every_list_of_an_archive_is_found(site, people, client):
    """Months of sections and the pages of those who wrote it are baked when they are asked for first."""
    load_lines(people["editor"], line())
    bake_marked()
    run_due()
    client.defaults["HTTP_HOST"] = site.host
    for path in ("/en/world/2019/06/", "/en/people/an-le/", "/en/people/an-le/2019/06/", "/en/map/2019/06/"):
        assert client.get(path).status_code == 200, path
    for path in ("/en/world/2019/07/", "/en/world/0019/06/", "/en/people/an-le/x/", "/en/people/an-le", "/en/people/"):
        assert client.get(path).status_code in {301, 404}, path
