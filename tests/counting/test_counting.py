"""Readers are counted honestly: people, once a day each, and forgotten every night."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from django.utils import timezone

from tintuc.counting import duties
from tintuc.counting.actions.count import count, key, salt_of
from tintuc.counting.client import household
from tintuc.counting.decay import EPOCH, HALF_LIFE, add_read
from tintuc.counting.models import Heat, Hour, NetworkShare, Salt, Seen
from tintuc.counting.queries import hot, hot_of, reads, reads_of
from tintuc.counting.robots import is_machine
from tintuc.counting.signals import hot_list_changed
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition, Site
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Article, Placement

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = dt.datetime(2031, 5, 5, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def live(make_article):
    return release(article=make_article(), by=None)


@pytest.fixture
def send(client, site):
    """Sends a beacon as a browser would; keywords change its headers."""

    def beacon(article, method="post", agent=FIREFOX, address="203.0.113.5", host=None, **headers):
        extra = {"host": host or site.host, "user-agent": agent} | {k.replace("_", "-"): v for k, v in headers.items()}
        if method == "post":
            return client.post("/c/r", {"a": article}, headers=extra, REMOTE_ADDR=address)
        return client.get("/c/r.gif", {"a": article}, headers=extra, REMOTE_ADDR=address)

    return beacon


def test_a_reader_counts_once_a_day(send, live):
    """One browser counts once, another address or browser counts again; no cookie is set."""
    for _ in range(3):
        answer = send(live.pk)
    assert answer.json() == {"reads": 1}
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert send(live.pk, address="203.0.113.6").json() == {"reads": 2}
    assert send(live.pk, agent=FIREFOX + " Other").json() == {"reads": 3}


def test_the_pixel_counts_too(send, live):
    """A browser without scripts is counted by the pixel."""
    answer = send(live.pk, method="get")
    assert answer.headers["Content-Type"] == "image/gif"
    assert reads(live.pk) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"agent": ""},
        {"agent": "curl/8.0"},
        {"sec_purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"origin": "https://elsewhere.example"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_machines_and_strangers_do_not_count(send, live, changes):
    """Robots, prefetches and other sites' pages are answered and not counted."""
    assert send(live.pk, **changes).status_code == 200
    assert reads(live.pk) == 0


def test_only_what_is_public_here_counts(send, live, make_article):
    """Drafts, unknown articles and rubbish are not counted, nor an article on a site that does not carry it."""
    draft = make_article(language="vi", story=live.story)
    for article in (draft.pk, 999_999, "x", "", "1; DROP TABLE", "9" * 40, "-1"):
        assert send(article).status_code == 404
    assert not Seen.objects.exists()


def test_a_flood_from_one_reader_is_cut(send, live):
    """One address and browser can have sixty views a minute looked at; a large body is refused."""
    for _ in range(70):
        send(live.pk)
    assert reads(live.pk) == 1
    assert send("1" * 3000).status_code == 413


def test_views_keep_the_thirty_second_rule(live):
    """Two views within thirty seconds are one; later it is another view by the same reader (COUNTER 5.1)."""
    for seconds in (0, 10, 45, 100):
        now = NOON + dt.timedelta(seconds=seconds)
        count(site_id=1, article_id=live.pk, client="203.0.113.5", agent=FIREFOX, now=now)
    hour = Hour.objects.get()
    assert (hour.readers, hour.views) == (1, 3)


def test_the_night_forgets(live):
    """After the day its salt and keys are gone, so that no address can be found again; the numbers stay."""
    yesterday = timezone.now() - dt.timedelta(days=2)
    count(site_id=1, article_id=live.pk, client="203.0.113.5", agent=FIREFOX, now=yesterday)
    stored = bytes(Seen.objects.get().reader)
    assert stored == key(salt_of(yesterday.date()), f"1|203.0.113.5|{FIREFOX}")
    duties.close_day()
    assert not Seen.objects.exists()
    assert not NetworkShare.objects.exists()
    assert not Salt.objects.filter(day=yesterday.date()).exists()
    assert key(salt_of(yesterday.date()), f"1|203.0.113.5|{FIREFOX}") != stored
    assert reads(live.pk) == 1


def test_heat_is_the_sum_of_decayed_reads():
    """Forward decay equals adding up halved reads, in whatever order they come."""
    times = [NOON + dt.timedelta(hours=hours) for hours in (0, 1, 7, 7, 30)]
    for order in (times, times[::-1]):
        heat = None
        for moment in order:
            heat = add_read(heat, moment)
        now = times[-1]
        plain = sum(2 ** (-(now - moment).total_seconds() / 3600 / HALF_LIFE) for moment in times)
        assert math.isclose(2 ** (heat - add_read(None, now)), plain, rel_tol=1e-9)
    far = EPOCH + dt.timedelta(days=365 * 50)
    assert add_read(add_read(None, far), far) > add_read(None, far)


def test_the_hot_list(live, make_article, site):
    """Stories that ten people read are ranked, by heat; one network cannot fill the list."""
    other = release(article=make_article(headline="Another story", slug="other"), by=None)
    edition = site.editions.get(language="en")
    for number in range(9):
        count(site_id=1, article_id=live.pk, client=f"203.0.{number}.5", agent=FIREFOX)
    assert hot(edition) == []
    count(site_id=1, article_id=live.pk, client="203.0.9.5", agent=FIREFOX)
    assert hot(edition) == [live.pk]
    for number in range(200):
        count(site_id=1, article_id=other.pk, client=f"198.51.100.{number}", agent=FIREFOX)
    assert reads(other.pk) == 200
    assert Heat.objects.get(pk=other.pk).heat < add_read(None, timezone.now()) + math.log2(20)
    assert reads_of([live.pk, other.pk, 5]) == {live.pk: 10, other.pk: 200, 5: 0}


def test_reads_of_other_days_rank_nothing(live, site):
    """Readers of the day before yesterday do not rank a story today, however many they were."""
    for number in range(30):
        before = timezone.now() - dt.timedelta(hours=30)
        count(site_id=1, article_id=live.pk, client=f"203.0.{number}.5", agent=FIREFOX, now=before)
    count(site_id=1, article_id=live.pk, client="203.0.99.5", agent=FIREFOX)
    assert hot(site.editions.get(language="en")) == []


def test_only_what_is_public_is_ranked(live, site, make_article, send):
    """The hot list ranks, and the counter counts, what the rule of visibility lets through, and nothing else."""
    changes = (
        {},
        {"withdrawn_at": timezone.now()},
        {"released_at": None},
        {"path": ""},
        {"released_at": timezone.now() + dt.timedelta(hours=1)},
    )
    others = [release(article=make_article(slug=f"story-{number}"), by=None) for number in range(len(changes) + 1)]
    for article, change in zip(others, changes, strict=False):
        article.placements.update(**change)
    Article.objects.filter(pk=others[-1].pk).update(live=False)
    for article in [live, *others]:
        for number in range(10):
            count(site_id=1, article_id=article.pk, client=f"203.0.{number}.5", agent=FIREFOX)
    public = set(Placement.objects.public().values_list("article_id", flat=True))
    assert public == {live.pk, others[0].pk}
    assert set(hot(site.editions.get(language="en"))) == public
    assert {one.pk for one in [live, *others] if send(one.pk, address="198.51.100.1").status_code == 200} == public


def test_a_new_order_is_announced_once(live, site):
    """When the order of a hot list changes, or a story in it is ranked now, that is announced once."""
    heard: list[int] = []

    def hear(edition_id: int, **_: object) -> None:
        heard.append(edition_id)

    hot_list_changed.connect(hear)
    duties.announce_hot_lists()
    heard.clear()
    duties.announce_hot_lists()
    assert heard == []
    for number in range(10):
        count(site_id=1, article_id=live.pk, client=f"203.0.{number}.5", agent=FIREFOX)
    duties.announce_hot_lists()
    duties.announce_hot_lists()
    assert heard == [site.editions.get(language="en").pk]
    hot_list_changed.disconnect(hear)


@pytest.mark.parametrize("number", [0, 510], ids=["none", "more than fit one sentence"])
def test_any_number_of_editions_is_ranked(db, number):
    """A newsroom without an edition has no hot list, and one with very many has one of each."""
    site = Site.objects.create(key="many", masthead="Many", host="many.test")
    languages = sorted(LANGUAGES)
    while number:
        some = languages[:number]
        Edition.objects.bulk_create(Edition(site=site, language=one, time_zone="UTC") for one in some)
        number -= len(some)
        site = Site.objects.create(key=f"many-{number}", masthead="Many", host=f"many-{number}.test")
    editions = list(Edition.objects.all())
    assert hot_of(editions) == {edition.pk: [] for edition in editions}
    duties.announce_hot_lists()


def test_people_and_machines():
    """Unusual browsers are people; libraries, previews and the nameless are machines."""
    phone = "Mozilla/5.0 (Linux; Android 9; CUBOT_NOTE) Chrome/90 Mobile"
    for agent in (FIREFOX, "Lynx/2.8.9rel.1 libwww-FM/2.14", phone):
        assert not is_machine(agent)
    for agent in ("", "-", "python-requests/2.31", "facebookexternalhit/1.1", "GPTBot/1.0"):
        assert is_machine(agent)


def test_a_household_is_half_an_address():
    """IPv6 addresses of one household count as one; IPv4 addresses are taken whole."""
    assert household("2001:db8:1:2:3::1") == household("2001:db8:1:2:ffff::9")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("203.0.113.5") != household("203.0.113.6")
