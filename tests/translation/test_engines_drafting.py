"""Machines draft articles: who may, what it costs, what happens when they die, and what readers are told."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from tintuc.config.cli import main
from tintuc.jobs.models import Job
from tintuc.jobs.worker import run_due
from tintuc.names.models import Name, NameForm
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article
from tintuc.translation.actions import do_drafting
from tintuc.translation.actions.draft import draft, stop
from tintuc.translation.actions.learn import learn
from tintuc.translation.actions.review import review
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.actions.write import write
from tintuc.translation.engines import accounts, patience
from tintuc.translation.engines.errors import Busy, EngineError, NotAllowed, Unsupported
from tintuc.translation.engines.quality import changed_share, distance, records
from tintuc.translation.engines.suggest import suggest
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import (
    Drafting,
    EngineAllowance,
    EngineChoice,
    EngineHealth,
    EngineUse,
    MachineDraft,
    Unit,
)
from tintuc.translation.queries import units
from translation import engine_servers as servers
from writing import paragraph

SECRET = "k3y-that-must-never-show"


@pytest.fixture(autouse=True)
def _no_rests(monkeypatch):
    monkeypatch.setattr(patience, "time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setenv("TEST_ENGINE_KEY", SECRET)


@pytest.fixture
def server():
    """A LibreTranslate server that shouts."""
    with servers.serving(servers.libretranslate) as running:
        yield running


@pytest.fixture
def settled(settings, tmp_path, server):
    """Writes the operator's settings; by default one engine outside and one inside."""

    def write_settings(**tables):
        tables = tables or {
            "far": {
                "kind": "libretranslate",
                "url": server.url,
                "where": "remote",
                "key_env": "TEST_ENGINE_KEY",
                "cost": 20,
                "currency": "EUR",
            },
            "near": {"kind": "libretranslate", "url": server.url},
        }
        lines = []
        for name, table in tables.items():
            lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
        settings.ENGINES_FILE = tmp_path / "engines.toml"
        settings.ENGINES_FILE.write_text("\n".join(lines))

    write_settings()
    return write_settings


TABLE = {
    "type": "table",
    "id": "t1",
    "value": {"caption": "Crossings a day", "cells": "Year | Boats\n2030 | twelve\n2031 | 40"},
}
QUOTE = {
    "type": "quote",
    "id": "q1",
    "value": {"text": "It saves us an hour", "attribution": "A resident", "language": ""},
}


@pytest.fixture
def source(make_article):
    return make_article(
        body=[
            {
                "type": "paragraph",
                "id": "p1",
                "value": '<p>The <b>harbour</b> town opened its <a href="https://example.org/pier">pier</a>.</p>',
            },
            paragraph("p2", "The crossing takes twelve minutes."),
            TABLE,
            QUOTE,
        ]
    )


@pytest.fixture
def target(source, people):
    return translate_into(story=source.story, language="vi", by=people["translator"])


def words(article):
    return {passage.key: passage.text for passage in article.newest().passages() if passage.text}


@pytest.mark.django_db
class TestDrafting:
    def test_whole_article(self, settled, server, target, people):
        """Every passage gets a draft, as a draft of a machine, with its markup, tables cell by cell."""
        work = draft(article=target, by=people["translator"], engine="far")
        assert not [one for one in server.asked if one[0] == "POST"]
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("done", "")
        assert work.done == work.total > 8
        version = target.newest()
        assert words(version)["headline"] == "NEW PIER SHORTENS THE CROSSING"
        assert words(version)["t1.cells"] == "YEAR | BOATS\n2030 | TWELVE\n2031 | 40"
        body = {block["id"]: block["value"] for block in version.raw_body()}
        assert body["p1"] == '<p>THE <b>HARBOUR</b> TOWN OPENED ITS <a href="https://example.org/pier">PIER</a>.</p>'
        assert {(view.state, view.origin, view.engine) for view in units(version)} == {("initial", "machine", "far")}
        assert (version.origin, version.engine) == ("machine", "far")

    def test_who_may(self, settled, target, people, django_user_model):
        """Translators and those above them ask for drafts on their own sites; nobody else does."""
        for name in ("reporter", "stranger"):
            with pytest.raises(PermissionDenied):
                draft(article=target, by=people[name])
            with pytest.raises(PermissionDenied):
                suggest(article=target, key="headline", by=people[name])
        work = draft(article=target, by=people["editor"])
        with pytest.raises(PermissionDenied):
            stop(drafting=work, by=people["reporter"])

    def test_once_at_a_time(self, settled, target, people):
        """An article is drafted once at a time, and a source not at all."""
        draft(article=target, by=people["editor"])
        with pytest.raises(TranslationRefused):
            draft(article=target, by=people["editor"])
        with pytest.raises(TranslationRefused):
            draft(article=target.story.source_article, by=people["editor"])
        assert Job.objects.filter(kind="translation.draft").count() == 1

    def test_licence(self, settled, target, people):
        """A story whose licence allows no translation is not sent."""
        from tintuc.stories.models import Licence

        story = target.story
        story.licence = Licence.objects.create(code="nd", name="No derivatives", may_translate=False)
        story.save()
        with pytest.raises(TranslationRefused):
            draft(article=target, by=people["editor"])

    def test_peoples_words_stay(self, settled, target, people):
        """What a person wrote is not overwritten, not even while the machine works."""
        write(article=target, words={"headline": "Cầu cảng mới"}, by=people["translator"])
        draft(article=target, by=people["editor"])
        before = do_drafting.draft_blocks

        def meanwhile(**asked):
            found = before(**asked)
            write(article=target, words={"p2": "<p>Chuyến đi mất mười hai phút.</p>"}, by=people["translator"])
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(do_drafting, "draft_blocks", meanwhile)
            run_due()
        found = words(target)
        assert found["headline"] == "Cầu cảng mới"
        assert found["p2"] == "Chuyến đi mất mười hai phút."
        assert found["standfirst"].isupper()

    def test_source_changed_meanwhile(self, settled, source, target, people):
        """A draft of words the source no longer has is not written."""
        draft(article=target, by=people["editor"])
        before = do_drafting.draft_blocks

        def meanwhile(**asked):
            found = before(**asked)
            newest = source.newest()
            newest.headline = "New pier closes"
            newest.save_revision()
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(do_drafting, "draft_blocks", meanwhile)
            run_due()
        assert "headline" not in words(target)
        assert "standfirst" in words(target)

    def test_stale_drafts(self, settled, server, source, target, people):
        """A machine's own draft that nobody touched is drafted anew when its source changes; an edited one is not."""
        draft(article=target, by=people["editor"])
        run_due()
        write(article=target, words={"p2": "<p>Người sửa.</p>"}, by=people["translator"])
        newest = source.newest()
        newest.headline, newest.body = (
            "Pier closes",
            [*newest.raw_body()[:1], paragraph("p2", "It takes an hour."), *newest.raw_body()[2:]],
        )
        newest.save_revision()
        asked = len(server.asked)
        draft(article=target, by=people["editor"])
        run_due()
        assert words(target)["headline"] == "PIER CLOSES"
        assert words(target)["p2"] == "Người sửa."
        assert [data["q"] for method, _, _, data in server.asked[asked:] if method == "POST"] == [["Pier closes"]]

    def test_looked_at(self, settled, source, target, people):
        """A machine's draft that a person has reviewed is not drafted anew when its source changes."""
        draft(article=target, by=people["editor"])
        run_due()
        review(article=target, keys=["headline"], by=people["editor"])
        newest = source.newest()
        newest.headline, newest.standfirst = "Pier closes", "It closes today."
        newest.save_revision()
        draft(article=target, by=people["editor"])
        run_due()
        assert words(target)["headline"] == "NEW PIER SHORTENS THE CROSSING"
        assert words(target)["standfirst"] == "IT CLOSES TODAY."

    def test_names(self, settled, target, people):
        """A draft that calls somebody otherwise than the house does says so."""
        name = Name.objects.create(kind=Name.Kind.PLACE)
        for language, text in (("en", "Blue Harbour"), ("vi", "Cảng Xanh")):
            NameForm.objects.create(name=name, language=language, text=text)
        source = target.story.source_article.newest()
        source.headline = "Blue Harbour opens its pier"
        source.save_revision()
        draft(article=target, by=people["editor"])
        run_due()
        assert MachineDraft.objects.get(key="headline").notes == [["term-missing", "Cảng Xanh"]]

    def test_locked(self, settled, target, people):
        """A locked article is not written to; the drafts are kept for later."""
        Article.objects.filter(pk=target.pk).update(locked=True, locked_by=people["chief"])
        work = draft(article=target, by=people["editor"])
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "changed")
        assert MachineDraft.objects.count() == work.total
        with translation.override("vi"):
            assert "bị khóa" in work.problem

    def test_right_lost(self, settled, target, people):
        """Whoever may not translate on the site any more has no drafts put in."""
        work = draft(article=target, by=people["translator"])
        people["translator"].memberships.all().delete()
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "forbidden")
        assert "headline" not in words(target) or not words(target)["headline"]

    def test_integrity_finds_at_once(self, settled, server, target, people):
        """The desk's checks speak about a draft as soon as it is there."""
        from tintuc.integrity.queries import inspect

        def wrong(handler, path, data):
            if path == "/languages":
                return servers.libretranslate(handler, path, data)
            return {"translatedText": [text.replace("twelve", "47").replace("2030", "1830") for text in data["q"]]}

        server.answer = wrong
        draft(article=target, by=people["editor"])
        run_due()
        found = {finding.check for finding in inspect(target.newest()).findings}
        assert {"figures.number", "language.foreign-language", "translation.unlabelled-machine"} <= found

    def test_long_headline(self, settled, server, target, people):
        """A draft with more characters than its place has room for is left out, and the rest is taken."""
        server.answer = lambda handler, path, data: (
            servers.libretranslate(handler, path, data)
            if path == "/languages"
            else {"translatedText": ["x" * 300 if text.startswith("New pier") else text.upper() for text in data["q"]]}
        )
        draft(article=target, by=people["editor"])
        run_due()
        assert "headline" not in words(target)
        assert "standfirst" in words(target)


@pytest.mark.django_db
class TestWhatGoesWrong:
    def test_killed_worker(self, settled, server, source, people):
        """A worker that dies in the middle is followed by another that pays for nothing twice."""
        newest = source.newest()
        newest.body = [paragraph(f"p{n}", f"Sentence number {n} of the story.") for n in range(60)]
        newest.save_revision()
        target = translate_into(story=source.story, language="vi", by=people["translator"])
        work = draft(article=target, by=people["editor"], engine="far")

        class Killed(BaseException):
            """As kill -9: nothing after it runs."""

        came = do_drafting._came
        calls = []

        def dies(work, count):
            came(work, count)
            calls.append(count)
            if len(calls) == 3:
                raise Killed

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(do_drafting, "_came", dies)
            with pytest.raises(Killed):
                run_due()
        paid = MachineDraft.objects.count()
        assert paid == 50
        Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
        run_due()
        work.refresh_from_db()
        assert work.state == "done"
        sent = [text for method, _, _, data in server.asked if method == "POST" for text in data["q"]]
        assert len(sent) == len(set(sent)) == 62
        assert EngineUse.objects.get(engine="far").characters == sum(map(len, sent))

    def test_stopped(self, settled, server, target, people):
        """Stopped work writes nothing, and keeps what was paid for."""
        work = draft(article=target, by=people["editor"])
        came = do_drafting._came

        def stops(work, count):
            came(work, count)
            stop(drafting=work, by=people["editor"])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(do_drafting, "_came", stops)
            run_due()
        work.refresh_from_db()
        assert work.state == "stopped"
        assert not words(target)
        draft(article=target, by=people["editor"])
        asked = len([one for one in server.asked if one[0] == "POST"])
        run_due()
        assert words(target)
        assert len([one for one in server.asked if one[0] == "POST"]) <= asked + 1

    def test_stopped_before(self, settled, server, target, people):
        """Work stopped before it began sends nothing."""
        stop(drafting=draft(article=target, by=people["editor"]), by=people["editor"])
        run_due()
        assert not [one for one in server.asked if one[0] == "POST"]

    def test_busy_comes_again(self, settled, server, target, people):
        """A busy engine is asked again by a later job, not before the time it names."""
        server.tricks = [servers.status(429, Retry_After="600")]
        work = draft(article=target, by=people["editor"])
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code, work.tries) == ("waiting", "too-often", 1)
        job = Job.objects.get(kind="translation.draft", state="waiting")
        assert job.run_at > timezone.now() + dt.timedelta(seconds=590)
        Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
        run_due()
        work.refresh_from_db()
        assert work.state == "done"

    def test_given_up(self, settled, server, target, people):
        """An engine that goes on failing is given up in the end, with what went wrong, and rests."""
        server.tricks = [servers.status(500)] * 100
        work = draft(article=target, by=people["editor"])
        for _ in range(10):
            Job.objects.filter(state="waiting").update(run_at=timezone.now())
            EngineHealth.objects.update(resting_until=None)
            run_due()
            work.refresh_from_db()
            if not work.active:
                break
        assert work.state == "failed"
        assert work.tries == do_drafting.TRIES
        assert "500" in work.problem
        assert EngineHealth.objects.get(engine="far").resting_until > timezone.now()

    def test_resting(self, settled, server, target, people):
        """While an engine rests nobody asks it, and after its rest somebody may."""
        engine = SimpleNamespace(name="far")
        for _ in range(accounts.FAILURES):
            accounts.went_wrong(engine, Busy("busy", engine="far", what="500"))
        with pytest.raises(Busy) as caught:
            suggest(article=target, key="headline", by=people["editor"], engine="far")
        assert caught.value.code == "resting"
        EngineHealth.objects.update(resting_until=timezone.now())
        assert suggest(article=target, key="headline", by=people["editor"], engine="far")
        assert EngineHealth.objects.get(engine="far").failures == 0

    def test_partly(self, settled, server, target, people):
        """What came before an engine refused is put in, and the work says that it failed."""
        EngineAllowance.objects.create(site=target.story.site, engine="far", monthly=90)
        with pytest.MonkeyPatch.context() as patch:
            from tintuc.translation.engines.libretranslate import LibreTranslate

            patch.setattr(LibreTranslate, "batch", 2)
            work = draft(article=target, by=people["editor"], engine="far")
            run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "site-quota")
        assert words(target)["headline"].isupper()
        assert EngineUse.objects.get(engine="far").characters <= 90

    def test_lost(self, settled, target, people):
        """Work that no job does any more is called failed, so that it can be started again."""
        work = draft(article=target, by=people["editor"])
        Job.objects.all().delete()
        Drafting.objects.update(changed_at=timezone.now() - dt.timedelta(hours=1))
        do_drafting.lost_draftings()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "lost")
        draft(article=target, by=people["editor"])

    def test_settings_gone(self, settled, target, people):
        """An engine that is no longer in the settings fails the work with a sentence."""
        work = draft(article=target, by=people["editor"])
        settled(other={"kind": "apertium"})
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "unknown")
        assert "far" in work.problem

    def test_keys_stand_nowhere(self, settled, server, target, people, caplog):
        """The key stands in no row of the database, no log and no job, whatever goes wrong."""
        from django.apps import apps

        server.tricks = [servers.status(403, {"error": f"bad key {SECRET}"})]
        draft(article=target, by=people["editor"], engine="far")
        run_due()
        server.tricks = [servers.gone] * 9
        draft(article=target, by=people["editor"], engine="far")
        run_due()
        assert SECRET in json.dumps([data for *_, data in server.asked])
        rows = [str(row) for model in apps.get_models() for row in model._default_manager.values()]
        assert len(rows) > 20
        assert not [row for row in rows if SECRET in row]
        assert SECRET not in caplog.text


@pytest.mark.django_db
class TestChoosing:
    def test_the_first_that_can(self, settled, target, people):
        """Without a choice the first engine of the settings that translates the pair has it."""
        settled(a={"kind": "apertium", "program": "no-such"}, b={"kind": "chat", "languages": ["en", "vi"]})
        assert draft(article=target, by=people["editor"]).engine == "b"

    def test_no_engine(self, settled, target, people):
        """A newsroom without engines says so."""
        settled(a={"kind": "chat", "languages": ["en", "fr"]})
        with pytest.raises(Unsupported) as caught:
            draft(article=target, by=people["editor"])
        assert "Tiếng Việt" in str(caught.value)

    def test_by_pair(self, settled, target, people):
        """The site's choice that says most about the pair counts."""
        site = target.story.site
        settled(**{name: {"kind": "chat"} for name in ("a", "b", "c", "d")})
        EngineChoice.objects.create(site=site, engine="b")
        assert draft_name(target, people) == "b"
        EngineChoice.objects.create(site=site, source_language="en", engine="c")
        assert draft_name(target, people) == "c"
        EngineChoice.objects.create(site=site, language="vi", engine="d")
        assert draft_name(target, people) == "d"
        EngineChoice.objects.create(site=site, source_language="en", language="vi", engine="a")
        assert draft_name(target, people) == "a"

    def test_other_sites(self, settled, target, people):
        """Another site's choice says nothing about this one."""
        from tintuc.network.models import Site

        other = Site.objects.create(key="other", masthead="Other", host="other.test")
        EngineChoice.objects.create(site=other, engine="near")
        assert draft_name(target, people) == "far"

    @pytest.mark.parametrize("why", ["embargo", "confidential"])
    def test_confidential(self, settled, server, target, people, why):
        """Embargoed and confidential stories go to no engine outside, unless the site allows it."""
        story = target.story
        if why == "embargo":
            story.embargoed_until = timezone.now() + dt.timedelta(hours=1)
        else:
            story.confidential = True
        story.save()
        target.refresh_from_db()
        for ask in (
            lambda: draft(article=target, by=people["editor"], engine="far"),
            lambda: suggest(article=target, key="headline", by=people["editor"], engine="far"),
        ):
            with pytest.raises(NotAllowed) as caught:
                ask()
            assert caught.value.code == "confidential"
        assert not [one for one in server.asked if one[0] == "POST"]
        assert draft_name(target, people) == "near"
        EngineAllowance.objects.create(site=story.site, engine="far", confidential=True)
        assert draft_name(target, people, engine="far") == "far"

    def test_embargo_set_meanwhile(self, settled, server, target, people):
        """An embargo that is set while work waits still holds."""
        work = draft(article=target, by=people["editor"], engine="far")
        type(target.story).objects.update(embargoed_until=timezone.now() + dt.timedelta(hours=1))
        run_due()
        work.refresh_from_db()
        assert (work.state, work.code) == ("failed", "confidential")
        assert not [one for one in server.asked if one[0] == "POST"]

    def test_quota_of_the_newsroom(self, settled, server, target, people):
        """The newsroom's own quota is for all sites together."""
        settled(far={"kind": "libretranslate", "url": server.url, "monthly": 10})
        with pytest.raises(NotAllowed) as caught:
            suggest(article=target, key="headline", by=people["editor"])
        assert caught.value.code == "quota"
        assert not [one for one in server.asked if one[0] == "POST"]


def draft_name(target, people, **options):
    work = draft(article=target, by=people["editor"], **options)
    stop(drafting=work, by=people["editor"])
    return work.engine


@pytest.mark.django_db
class TestSuggesting:
    def test_a_passage(self, settled, server, target, people):
        """A suggestion comes with its markup and its engine, changes nothing, and is asked for once."""
        found = suggest(article=target, key="p1", by=people["translator"], engine="far")
        assert found.engine == "far"
        assert "<b>HARBOUR</b>" in found.value
        assert not words(target)
        asked = len(server.asked)
        assert suggest(article=target, key="p1", by=people["translator"], engine="far") == found
        assert len([one for one in server.asked[asked:] if one[0] == "POST"]) == 0

    def test_a_table(self, settled, target, people):
        """A table comes as a table."""
        assert suggest(article=target, key="t1.cells", by=people["translator"]).value.startswith("YEAR | BOATS\n")

    @pytest.mark.parametrize("key", ["", "nothing", "p9", "dateline"])
    def test_no_words(self, settled, target, people, key):
        """Without words there is nothing to suggest."""
        with pytest.raises(TranslationRefused):
            suggest(article=target, key=key, by=people["translator"])

    def test_useless(self, settled, server, target, people):
        """An answer that cannot be used is no suggestion."""
        server.tricks = [servers.says({"translatedText": ["x" * 5000]})]
        assert suggest(article=target, key="headline", by=people["translator"]) is None

    def test_failing(self, settled, server, target, people):
        """A failing engine is told at once."""
        server.tricks = [servers.status(503)]
        with pytest.raises(EngineError) as caught:
            suggest(article=target, key="headline", by=people["translator"])
        assert "503" in str(caught.value)


VI = {
    "headline": "Cầu cảng mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "p1": "<p>Thị trấn cảng đã mở cầu cảng.</p>",
    "p2": "<p>Chuyến đi mất mười hai phút.</p>",
}


@pytest.fixture
def drafted(settled, server, make_article, people):
    """A clean Vietnamese draft by a machine."""
    source = make_article(
        body=[
            paragraph("p1", "The harbour town opened its pier."),
            paragraph("p2", "The crossing takes twelve minutes."),
        ]
    )
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    table = {passage.text: VI[passage.key] for passage in source.passages() if passage.key in VI}
    server.answer = lambda handler, path, data: (
        servers.libretranslate(handler, path, data)
        if path == "/languages"
        else {"translatedText": [table[text].removeprefix("<p>").removesuffix("</p>") for text in data["q"]]}
    )
    draft(article=target, by=people["translator"], engine="far")
    run_due()
    assert words(target)["headline"] == VI["headline"]
    source.publish(source.latest_revision, user=people["editor"])
    return target


@pytest.mark.django_db
class TestReleasing:
    def test_nobody_vouches(self, drafted, people):
        """A machine's draft cannot be released before a person vouches for it, and can be after."""
        with pytest.raises(NotCleared) as caught:
            drafted.publish(drafted.newest().latest_revision, user=people["editor"])
        assert any("unlabelled" in finding.check for finding in caught.value.findings)
        vouch(article=drafted, by=people["editor"])
        drafted.publish(drafted.newest().latest_revision, user=people["editor"])
        assert Article.objects.get(pk=drafted.pk).live

    def test_called_human(self, drafted, people):
        """Calling a machine's draft the work of people does not get it out."""
        version = drafted.newest()
        version.origin, version.engine = Article.Origin.HUMAN, ""
        version.save_revision(user=people["editor"])
        with pytest.raises(NotCleared):
            drafted.publish(drafted.newest().latest_revision, user=people["editor"])

    def test_labelled_edition(self, drafted, people, site):
        """An edition whose policy allows it takes a labelled machine translation."""
        site.editions.filter(language="vi").update(machine_copy=True)
        drafted.publish(drafted.newest().latest_revision, user=people["editor"])
        assert Article.objects.get(pk=drafted.pk).live

    def test_post_edited(self, drafted, people):
        """An article whose every draft a person has changed or reviewed is a machine's, edited by people."""
        write(article=drafted, words={"p1": "<p>Thị trấn cảng đã khánh thành cầu cảng.</p>"}, by=people["translator"])
        assert drafted.newest().origin == "machine"
        unit = Unit.objects.get(article=drafted, key="p1")
        assert (unit.origin, unit.edited, unit.state, unit.engine) == ("machine", True, "translated", "far")
        rest = {key: value for key, value in VI.items() if key != "p1"}
        write(
            article=drafted,
            words={
                key: value.replace("mười hai", "12") + ("" if "<p>" in value else " nhé") for key, value in rest.items()
            },
            by=people["translator"],
        )
        assert drafted.newest().origin == "post-edited"

    def test_quality(self, drafted, people, site):
        """What people changed before release is measured, by engine and pair, for their own sites."""
        write(article=drafted, words={"p2": "<p>Chuyến đi chỉ mất mười hai phút.</p>"}, by=people["translator"])
        vouch(article=drafted, by=people["editor"])
        drafted.publish(drafted.newest().latest_revision, user=people["editor"])
        learn(releases=[drafted.current_release_id])
        found = {row.key: row.distance for row in MachineDraft.objects.all()}
        assert found["headline"] == 0
        assert found["p2"] == pytest.approx(1 / 7)
        (record,) = records([site.pk])
        assert (record.engine, record.source_language, record.language, record.judged) == ("far", "en", "vi", 4)
        assert 0 < record.distance < 0.1
        assert record.costs == (("EUR", pytest.approx(record.characters * 20 / 1e6)),)
        assert records([]) == []
        pair = {"source_language": "en", "language": "vi", "site": site.pk}
        assert changed_share(engine="far", **pair) == pytest.approx(record.distance)
        assert changed_share(engine="near", **pair) is None


@pytest.mark.django_db
class TestCommand:
    """``tintuc translation draft`` and ``engines``."""

    @pytest.fixture(autouse=True)
    def _newsroom(self, monkeypatch):
        monkeypatch.setattr("tintuc.config.cli.translation.newsroom.open_folder", lambda _folder: None)

    def test_draft(self, settled, target, capsys):
        """Drafts are queued, or made at once; what cannot be is told with its reason."""
        number = str(target.pk)
        assert main(["translation", "draft", number, "--engine", "nobody"]) == 2
        assert "nobody" in capsys.readouterr().err
        assert main(["translation", "draft", number, "--by", "reporter"]) == 2
        assert main(["translation", "draft", number]) == 0
        assert Job.objects.filter(kind="translation.draft").exists()
        assert main(["translation", "draft", number, "--wait"]) == 2
        stop(drafting=Drafting.objects.get(), by=None)
        assert main(["translation", "draft", number, "--wait", "--by", "translator"]) == 0
        assert "passages put in" in capsys.readouterr().out
        assert words(target)["headline"].isupper()

    def test_partly(self, settled, server, target, capsys):
        """What was not drafted is told."""
        server.tricks = [servers.status(403, {"error": "no"})]
        assert main(["translation", "draft", str(target.pk), "--wait"]) == 1
        assert "403 no" in capsys.readouterr().out

    def test_engines(self, settled, server, capsys, monkeypatch):
        """The engines are shown with their state, and never with a key."""
        assert main(["translation", "engines", "--ask"]) == 0
        shown = capsys.readouterr().out
        assert "has its key" in shown
        assert "5 languages" in shown
        monkeypatch.delenv("TEST_ENGINE_KEY")
        assert main(["translation", "engines"]) == 1
        assert "HAS NO KEY" in capsys.readouterr().out
        settled(bad={"kind": "deepl", "key": SECRET})
        assert main(["translation", "engines"]) == 2
        assert SECRET not in shown + str(capsys.readouterr())


@pytest.mark.parametrize(
    ("draft_text", "released", "expected"),
    [
        ("The pier opened.", "The pier opened.", (0.0, 3)),
        ("The pier opened.", "The new pier was opened.", (2 / 5, 5)),
        ("新码头开放。", "新碼頭開放。", (3 / 5, 5)),
        ("", "新码头", (1.0, 3)),
        ("", "", (0.0, 0)),
    ],
)
def test_distance(draft_text, released, expected):
    """Distance is of words, and of characters where no spaces part words."""
    found = distance(draft_text, released)
    assert found == (pytest.approx(expected[0]), expected[1])
