"""What a taken-in page hid and said about itself, and where an article leads."""

import pytest

from tintuc.intake.actions.take_in import take_in
from tintuc.integrity.dossiers import dossier_of
from tintuc.integrity.queries import inspect
from tintuc.search.actions.write_hosts import rewrite_hosts
from tintuc.search.models import LinkedHost
from writing import paragraph

pytestmark = pytest.mark.django_db

HIDDEN = "".join(f"<a href='https://moon{n}.example/'>lucky moon casino {n}</a> " for n in range(12))
PAGE = f"""<html lang='vi'><head><link rel='canonical' href='https://reef.example/2031/05/04/pier'>
<meta property='article:published_time' content='2031-06-08T06:00:00Z'></head>
<h1>New pier shortens the crossing</h1><p>The harbour town opened its new ferry pier on Monday after two years of building
and one of waiting, and residents said that the crossing to the island now takes twelve minutes, not forty.</p>
<p>The town has bought two ferries, see <a href='https://board.example/a'>the harbour board</a> and
<a href='https://reef.example/b'>our report</a>, which sail every half hour until ten in the evening, it said.</p>
<div style='position:absolute;left:-9999px'>{HIDDEN}</div></html>""".encode()


@pytest.fixture
def taken(site):
    return take_in(raw=PAGE, filename="page.html", edition=site.editions.get(language="en")).article


def test_the_desk_sees_what_the_page_hid(taken):
    """Hidden links, a false language and dates that disagree show at the desk as they do on the command line."""
    found = {finding.check: finding for finding in inspect(taken.newest()).findings}
    assert found["injection.hidden-link"].level == "hold"
    assert {"language.declared-mismatch", "dates.disagreeing"} <= found.keys()


def test_a_translation_hides_nothing(taken, make_article):
    """What a page hid is the source article's matter, and not its translations'."""
    translation = make_article(language="vi", story=taken.story)
    dossier = dossier_of(translation)
    assert (dossier.hidden, dossier.claims, dossier.declared) == ((), (), "")


def test_links_of_an_article_are_seen(taken):
    """Each link stands with its words, its host and whether it leads outside the site it came from."""
    dossier = dossier_of(taken.newest())
    assert dossier.host == "reef.example"
    assert [(link.anchor, link.host, link.outside) for link in dossier.links] == [
        ("the harbour board", "board.example", True),
        ("our report", "reef.example", False),
    ]
    text = {block.id: block.text for block in dossier.body}
    assert all(text[link.block][link.start : link.end] == link.anchor for link in dossier.links)


def linking(make_article, host="board.example"):
    text = f'The pier is open, <a href="https://www.{host}/a">the board</a> said on Monday in the town hall.'
    return make_article(body=[paragraph("p1", text)])


def test_a_first_use_is_known(make_article):
    """A host is new to the network until a release of another story has led there; its own does not count."""
    first = linking(make_article)
    assert [link.first_use for link in dossier_of(first).links] == [True]
    first.latest_revision.publish()
    assert [link.first_use for link in dossier_of(first.newest()).links] == [True]
    assert [link.first_use for link in dossier_of(linking(make_article)).links] == [False]
    assert [link.first_use for link in dossier_of(linking(make_article, "other.example")).links] == [True]


def test_links_to_the_network_stay_inside(make_article, site):
    """A link to a site of the network is not outside, and nobody asks whether it is new."""
    (link,) = dossier_of(linking(make_article, site.host)).links
    assert (link.outside, link.first_use) == (False, None)


def test_hosts_of_an_archive_are_read_again(make_article):
    """Hosts of old releases can be gathered anew, and twice does no harm."""
    linking(make_article).latest_revision.publish()
    LinkedHost.objects.all().delete()
    assert (rewrite_hosts(), rewrite_hosts()) == (1, 1)
    assert LinkedHost.objects.get().host == "board.example"
