"""Each passage keeps its state, its maker and its history, through edits, reversions and chains of languages."""

import pytest
from django.urls import reverse

from tintuc.integrity.queries import inspect
from tintuc.network.permissions import NotAllowed
from tintuc.publishing.actions.release import release
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Article
from tintuc.translation.actions.add_block import add_block, remove_block
from tintuc.translation.actions.change_source import change_source
from tintuc.translation.actions.confirm import confirm
from tintuc.translation.actions.leave_out import bring_back, leave_out
from tintuc.translation.actions.minor_edit import minor_edit
from tintuc.translation.actions.review import review
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.vouch import vouch
from tintuc.translation.actions.write import write
from tintuc.translation.errors import PassageChanged, TranslationRefused
from tintuc.translation.models import MinorEdit, PastUnit, Progress, Unit
from tintuc.translation.queries import added, chain_of, units
from tintuc.translation.signals import source_changed
from writing import paragraph

pytestmark = pytest.mark.django_db

ENGLISH = {"p1": "<p>The pier opened on Monday.</p>", "p2": "<p>The ferry takes twelve minutes.</p>"}
VIETNAMESE = {"p1": "<p>Bến tàu mở cửa hôm thứ Hai.</p>", "p2": "<p>Phà chạy mất mười hai phút.</p>"}
HEADS = {"headline": "Bến tàu mới rút ngắn đường ra đảo", "standfirst": "Phà ra đảo nay chỉ mất mười hai phút."}


@pytest.fixture
def pair(make_article, people):
    """An English source of two paragraphs, and its Vietnamese translation, all written by the translator."""
    source = make_article(body=[paragraph(ident, text[3:-4]) for ident, text in ENGLISH.items()])
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    write(article=target, words=VIETNAMESE | HEADS, by=people["translator"])
    return source, target


def views(article: Article) -> dict:
    return {view.key: view for view in units(article.newest())}


def states(article: Article) -> dict[str, str]:
    return {key: view.state for key, view in views(article).items()}


def edit(article: Article, by=None, **words: str) -> None:
    """Write words into paragraphs by block id as the editor would, and save a new version."""
    version = article.newest()
    body = version.raw_body()
    for block in body:
        if block["id"] in words:
            block["value"] = f"<p>{words[block['id']]}</p>"
    version.body = body
    version.save_revision(user=by)


@pytest.fixture
def heard():
    """What is announced of sources."""
    told: list[dict] = []

    def listen(**said):
        told.append({name: said[name] for name in ("article", "by", "changed", "added", "removed", "stale")})

    source_changed.connect(listen)
    yield told
    source_changed.disconnect(listen)


def test_a_passage_says_who_made_it_and_how(pair, people):
    """A person's words are translated; a machine's are a draft with the machine's name; edited, both are told."""
    _, target = pair
    view = views(target)["p1"]
    assert (view.state, view.origin, view.by) == ("translated", "human", "translator")
    write(article=target, words={"p1": "<p>Cầu tàu mở.</p>"}, by=people["editor"], origin="machine", engine="apertium")
    view = views(target)["p1"]
    assert (view.state, view.origin, view.engine, view.edited) == ("initial", "machine", "apertium", False)
    assert target.newest().origin == Article.Origin.MACHINE
    write(article=target, words={"p1": "<p>Cầu tàu mở cửa.</p>"}, by=people["translator"])
    view = views(target)["p1"]
    assert (view.state, view.origin, view.engine, view.edited) == ("translated", "machine", "apertium", True)
    drafts = PastUnit.objects.filter(article=target, origin="machine", edited=False)
    assert [draft.target_value for draft in drafts] == ["<p>Cầu tàu mở.</p>"], "what the machine offered is kept"


def test_states_rise_by_review_vouching_and_release_and_fall_with_a_word(pair, people):
    """Reviewed by a person, vouched for as a whole, released: each state holds until a word changes."""
    source, target = pair
    review(article=target, keys=["p1"], by=people["editor"])
    assert states(target)["p1"] == "reviewed"
    assert views(target)["p1"].reviewed_by == "editor"
    assert states(target)["p2"] == "translated"
    vouch(article=target, by=people["editor"])
    assert set(states(target).values()) == {"reviewed"}
    release(article=target, by=people["editor"])
    assert set(states(target).values()) == {"final"}
    write(article=target, words={"p2": "<p>Phà chạy mười hai phút.</p>"}, by=people["translator"])
    assert (states(target)["p1"], states(target)["p2"]) == ("final", "translated")
    edit(source, p1="The pier closed on Monday.")
    assert states(target)["p1"] == "stale"
    with pytest.raises(TranslationRefused):
        review(article=target, keys=["p1"], by=people["editor"])


def test_a_reverted_version_brings_its_states(pair, people):
    """Words that come back have the record they had; what stood in between is kept."""
    source, target = pair
    review(article=target, keys=["p1"], by=people["editor"])
    before = target.newest().latest_revision
    write(article=target, words={"p1": "<p>Sai hết rồi.</p>"}, by=people["editor"])
    assert states(target)["p1"] == "translated"
    before.as_object().save_revision(user=people["translator"], previous_revision=before)
    view = views(target)["p1"]
    assert (view.state, view.reviewed_by, view.by) == ("reviewed", "editor", "translator")
    assert PastUnit.objects.filter(key="p1", target_value="<p>Sai hết rồi.</p>").exists()
    write(article=target, words={"p1": "<p>Bến tàu đóng cửa.</p>"}, by=people["editor"])
    edit(source, p1="The pier closed on Monday.")
    before.as_object().save_revision(user=people["translator"], previous_revision=before)
    view = views(target)["p1"]
    assert view.state == "stale", "the words that came back are those of the old source"
    assert view.earlier_source == "The pier opened on Monday."


def test_typing_on_leaves_no_rubbish_in_the_history(pair, people):
    """Words that one person writes over in one sitting are no history; those of an earlier version are."""
    _, target = pair
    for words in ("Bến", "Bến tàu", "Bến tàu khai trương."):
        write(article=target, words={"p1": f"<p>{words}</p>"}, by=people["editor"])
    assert [past.target_value for past in PastUnit.objects.filter(key="p1")] == [VIETNAMESE["p1"]]
    assert target.newest().revisions.count() == 2


def test_a_minor_edit_keeps_translations_and_is_on_record(pair, people, make_article):
    """The source's editor keeps what was fresh; what lagged before lags on; who, when, what and why is kept."""
    source, target = pair
    english = views(target)["p1"].source_digest
    edit(source, p1="The pier opened on Monday!")
    with pytest.raises(NotAllowed):
        minor_edit(article=source, changes=[("p1", english)], by=people["stranger"])
    assert minor_edit(article=source, changes=[("p1", english)], by=people["reporter"], note="A mark only.") == 1
    assert states(target)["p1"] == "translated"
    said = MinorEdit.objects.get()
    assert (said.by, said.note, said.from_text) == (people["reporter"], "A mark only.", "The pier opened on Monday.")
    assert said.to_text == "The pier opened on Monday!"
    edit(source, p1="The pier never opened.")
    stale = views(target)["p1"]
    edit(source, p1="The pier never opened!")
    with pytest.raises(TranslationRefused):
        minor_edit(article=source, changes=[("p1", views(target)["p1"].source_digest)], by=people["reporter"])
    assert stale.state == states(target)["p1"] == "stale"


def test_words_older_than_a_minor_edit_come_back_fresh(pair, people):
    """A minor edit also holds for words that were not in force when it was made."""
    source, target = pair
    first = target.newest().latest_revision
    write(article=target, words={"p1": "<p>Bến tàu khai trương.</p>"}, by=people["editor"])
    digest = views(target)["p1"].source_digest
    edit(source, p1="The pier opened on Monday!")
    minor_edit(article=source, changes=[("p1", digest)], by=people["reporter"])
    first.as_object().save_revision(user=people["translator"], previous_revision=first)
    assert states(target)["p1"] == "translated"


def test_left_out_with_a_reason_and_brought_back(pair, people):
    """A block left out with a reason does not hold the article; without one, or once its source changes, it does."""
    source, target = pair
    with pytest.raises(TranslationRefused):
        leave_out(article=target, place="p2", reason="no", by=people["translator"])
    leave_out(article=target, place="p2", reason="Of no use to readers here.", by=people["translator"])
    view = views(target)["p2"]
    assert (view.state, view.note, view.by) == ("left-out", "Of no use to readers here.", "translator")
    assert [block["id"] for block in target.newest().raw_body()] == ["p1"]
    assert not [f for f in inspect(target.newest()).open_holds if f.check == "translation.untranslated"]
    edit(source, p2="The ferry sank.")
    assert states(target)["p2"] == "untranslated"
    assert views(target)["p2"].note, "why it was left out is still told"
    assert "translation.untranslated" in {finding.check for finding in inspect(target.newest()).open_holds}
    bring_back(article=target, place="p2", by=people["translator"])
    assert [block["id"] for block in target.newest().raw_body()] == ["p1", "p2"]
    assert views(target)["p2"].target == "Phà chạy mất mười hai phút."
    assert states(target)["p2"] == "stale", "its words are those of the source before"
    confirm(article=target, key="p2", by=people["translator"])
    assert states(target)["p2"] == "translated"


def test_added_for_local_readers(pair, people):
    """A block of the translation's own has a reason and no source, and stays when the source changes."""
    _, target = pair
    with pytest.raises(TranslationRefused):
        add_block(article=target, after="p1", kind="paragraph", value="", reason="Explains it.", by=people["editor"])
    ident = add_block(
        article=target, after="p1", kind="paragraph", value="Đảo nằm ở phía <script>x</script>nam.",
        reason="Explains where the island is.", by=people["translator"],
    )  # fmt: skip
    assert [block["id"] for block in target.newest().raw_body()] == ["p1", ident, "p2"]
    mine = added(target.newest())
    assert [(one.passage.text, one.local, one.by) for one in mine] == [("Đảo nằm ở phía nam.", True, "translator")]
    assert mine[0].note == "Explains where the island is."
    write(article=target, words={ident: "Đảo nằm ở phía bắc."}, by=people["editor"])
    assert added(target.newest())[0].note == "Explains where the island is."
    assert ident not in states(target)
    with pytest.raises(TranslationRefused):
        remove_block(article=target, block="p1", by=people["editor"])
    remove_block(article=target, block=ident, by=people["editor"])
    assert added(target.newest()) == []


def test_a_chain_of_three_languages(site, make_article, people, heard):
    """zh → en → vi: a change in Chinese makes English stale at once; Vietnamese when the English follows, and says so."""
    from tintuc.network.models import Edition, Section

    edition = Edition.objects.create(site=site, language="zh-Hans", time_zone="Asia/Shanghai")
    Section.objects.create(edition=edition, key="world", name="国际", slug="guoji")
    source = make_article("zh-Hans", headline="新码头启用", standfirst="渡轮十二分钟可达。", body=[
        paragraph("p1", "新码头星期一启用。"), paragraph("p2", "渡轮只需十二分钟。")])  # fmt: skip
    english = translate_into(story=source.story, language="en", by=people["translator"])
    write(article=english, words=ENGLISH | {"headline": "New pier", "standfirst": "Fast."}, by=people["translator"])
    vietnamese = translate_into(story=source.story, language="vi", by=people["translator"], source=english)
    write(article=vietnamese, words=VIETNAMESE | HEADS, by=people["translator"])
    assert views(vietnamese)["p1"].source == "The pier opened on Monday."
    assert not any(view.upstream for view in views(vietnamese).values())
    heard.clear()
    edit(source, p1="新码头星期一没有启用。")
    assert states(english) == {"headline": "translated", "standfirst": "translated", "p1": "stale", "p2": "translated"}
    assert [one["stale"] for one in heard] == [{english.pk: {"p1"}}]
    view = views(vietnamese)["p1"]
    assert (view.state, view.upstream) == ("translated", True)
    assert [key for key, view in views(vietnamese).items() if view.upstream] == ["p1"]
    heard.clear()
    write(article=english, words={"p1": "<p>The pier did not open.</p>"}, by=people["translator"])
    view = views(vietnamese)["p1"]
    assert (view.state, view.upstream) == ("stale", False)
    assert [one["stale"] for one in heard] == [{vietnamese.pk: {"p1"}}]
    assert inspect(vietnamese.newest()).verdict == "hold"


@pytest.fixture
def chain(site, make_article, people):
    """Chinese, the English made from it and the Vietnamese made from that."""
    from tintuc.network.models import Edition, Section

    edition = Edition.objects.create(site=site, language="zh-Hans", time_zone="Asia/Shanghai")
    Section.objects.create(edition=edition, key="world", name="国际", slug="guoji")
    source = make_article("zh-Hans", headline="新码头启用", standfirst="渡轮十二分钟可达。", body=[
        paragraph("p1", "新码头星期一启用。"), paragraph("p2", "渡轮只需十二分钟。")])  # fmt: skip
    english = translate_into(story=source.story, language="en", by=people["translator"])
    heads = {"headline": "New pier opens", "standfirst": "It takes twelve minutes."}
    write(article=english, words=ENGLISH | heads, by=people["translator"])
    vietnamese = translate_into(story=source.story, language="vi", by=people["translator"], source=english)
    write(article=vietnamese, words=VIETNAMESE | HEADS, by=people["translator"])
    return source, english, vietnamese


def test_a_middle_that_lags_holds_by_profile(chain, people):
    """zh → en → vi: while the English lags, the Vietnamese is held, unless its edition's profile says otherwise."""
    source, english, vietnamese = chain
    vouch(article=vietnamese, by=people["translator"])
    edit(source, p1="新码头星期一没有启用。")
    report = inspect(vietnamese.newest())
    assert [(one.check, one.place["block"], one.level) for one in report.open_holds] == [
        ("translation.waits", "p1", "hold")
    ]
    with pytest.raises(NotCleared):
        release(article=vietnamese, by=people["editor"])
    edition = vietnamese.placements.get().edition
    edition.profile = {"translation.waits": {"level": "note", "reason": "The English desk is our source."}}
    edition.save()
    assert "translation.waits" not in {one.check for one in inspect(vietnamese.newest()).open_holds}
    release(article=vietnamese, by=people["editor"])
    edition.profile = {}
    edition.save()
    confirm(article=english, key="p1", by=people["translator"])
    assert inspect(vietnamese.newest()).verdict == "go"


class TestAnotherSource:
    """A translation is made from another of the story's languages from now on."""

    def test_what_is_proved_stays_fresh(self, chain, people):
        """Up the chain, passages stay fresh that come from the original's words as they are; the others are stale."""
        source, _english, vietnamese = chain
        review(article=vietnamese, keys=["p1", "p2"], by=people["editor"])
        edit(source, p2="渡轮只需十一分钟。")
        assert change_source(article=vietnamese, source=source, by=people["translator"]) == 1
        row = Article.objects.get(pk=vietnamese.pk)
        assert row.translated_from_id is None
        assert row.newest().source_language == "zh-Hans"
        assert states(vietnamese) == {
            "headline": "translated", "standfirst": "translated", "p1": "translated", "p2": "stale"
        }  # fmt: skip
        assert views(vietnamese)["p1"].source == "新码头星期一启用。"
        assert views(vietnamese)["p2"].earlier_source == "The ferry takes twelve minutes."
        assert views(vietnamese)["p2"].stale_since
        assert not any(view.upstream for view in views(vietnamese).values())
        assert PastUnit.objects.get(article=vietnamese, key="p1", state="reviewed").reviewed_by == people["editor"]
        assert Progress.objects.get(article=vietnamese).stale == 1

    def test_and_back(self, chain, people):
        """Down again, a passage is fresh beside the translation that says the same words of the original."""
        source, english, vietnamese = chain
        change_source(article=vietnamese, source=source, by=people["translator"])
        write(article=english, words={"p1": "<p>The pier opened, at last.</p>"}, by=people["translator"])
        edit(source, p2="渡轮只需十一分钟。")
        write(article=vietnamese, words={"p2": "<p>Phà chạy mười một phút.</p>"}, by=people["translator"])
        assert change_source(article=vietnamese, source=english, by=people["translator"]) == 1
        assert states(vietnamese)["p1"] == "translated", "both were made from the same Chinese words"
        assert states(vietnamese)["p2"] == "stale", "the English has not followed the Chinese"
        assert english in chain_of(vietnamese.newest())

    def test_a_draft_proves_nothing(self, chain, people):
        """What a machine has drafted in the middle, and nobody looked at, does not make the end right."""
        source, english, vietnamese = chain
        change_source(article=vietnamese, source=source, by=people["translator"])
        words = {"p1": "<p>The dock is open.</p>"}
        write(article=english, words=words, by=people["translator"], origin="machine", engine="x")
        assert change_source(article=vietnamese, source=english, by=people["translator"]) == 1
        assert states(vietnamese)["p1"] == "stale"

    def test_no_ring_from_an_old_page(self, chain, people):
        """Whoever looked before somebody else changed the chain makes no ring of it."""
        source, english, vietnamese = chain
        before = Article.objects.get(pk=vietnamese.pk)
        Article.objects.filter(pk=vietnamese.pk).update(translated_from=None)
        before_that = Article.objects.get(pk=vietnamese.pk)
        change_source(article=before, source=english, by=people["translator"])
        assert before_that.translated_from_id is None
        with pytest.raises(TranslationRefused):
            change_source(article=english, source=before_that, by=people["translator"])
        assert [one.pk for one in chain_of(Article.objects.get(pk=vietnamese.pk))] == [
            vietnamese.pk, english.pk, source.pk
        ]  # fmt: skip

    def test_refused(self, chain, people, make_article):
        """Not the source, not in a ring, not the same again, not another story's, not by strangers; nothing changes."""
        source, english, vietnamese = chain
        by = people["translator"]
        for article, other in (
            (source, english), (english, vietnamese), (english, english), (vietnamese, english),
            (vietnamese, make_article("en")),
        ):  # fmt: skip
            with pytest.raises(TranslationRefused):
                change_source(article=article, source=other, by=by)
        with pytest.raises(NotAllowed):
            change_source(article=vietnamese, source=source, by=people["stranger"])
        assert Article.objects.get(pk=vietnamese.pk).translated_from_id == english.pk

    def test_on_the_screen(self, chain, people, client):
        """The story's page says what each language is made from, and changes it; another site's person cannot."""
        source, english, vietnamese = chain
        client.defaults["HTTP_HOST"] = "desk.localhost"
        address = lambda name: reverse(name, args=[source.story_id], urlconf="tintuc.config.urls")  # noqa: E731
        place, act = address("newsroom_story_languages"), address("newsroom_make_from")
        sent = {"article": vietnamese.pk, "source": source.pk}
        client.force_login(people["stranger"], backend="django.contrib.auth.backends.ModelBackend")
        client.post(act, sent)
        assert Article.objects.get(pk=vietnamese.pk).translated_from_id == english.pk
        client.force_login(people["translator"], backend="django.contrib.auth.backends.ModelBackend")
        assert f'<option value="{source.pk}">' in client.get(place).content.decode()
        answer = client.post(act, sent, follow=True)
        assert "is translated from 简体中文 from now on; 0 passages are stale" in answer.content.decode()
        assert Article.objects.get(pk=vietnamese.pk).translated_from_id is None
        assert client.post(act, {}).status_code == 404


def test_what_changed_is_announced_once(pair, people, heard):
    """Listeners hear which passages changed, came and went, and which units turned stale with this very save."""
    source, target = pair
    edit(source, by=people["reporter"], p1="The pier closed.")
    assert heard[0]["changed"] == {"p1"}
    assert heard[0]["stale"] == {target.pk: {"p1"}}
    assert heard[0]["by"] == people["reporter"]
    since = views(target)["p1"].stale_since
    assert since
    edit(source, p1="The pier closed for good.")
    assert heard[1]["stale"] == {}, "it was stale before"
    assert views(target)["p1"].stale_since == since
    source.newest().save_revision()
    assert len(heard) == 2
    version = source.newest()
    version.body = [*version.raw_body()[:1], paragraph("p9", "More came in.")]
    version.save_revision()
    assert (heard[2]["added"], heard[2]["removed"]) == ({"p9"}, {"p2"})
    edit(source, p1="The pier opened on Monday.")
    assert views(target)["p1"].state == "translated", "back to the words it was made from"
    assert Unit.objects.get(article=target, key="p1").stale_since is None


def test_a_translation_with_holes_goes_out_by_no_path(pair, people):
    """Two blocks that the source gained hold the translation, though it has no place for them yet."""
    source, target = pair
    version = source.newest()
    version.body = [*version.raw_body(), paragraph("p3", "A storm is coming."), paragraph("p4", "Ferries stop.")]
    version.save_revision()
    report = inspect(target.newest())
    assert {f.place["block"] for f in report.open_holds if f.check == "translation.untranslated"} == {"p3", "p4"}
    newest = target.newest()
    for path in (
        lambda: release(article=target, by=people["editor"]),
        lambda: newest.publish(newest.latest_revision, user=people["editor"]),
        lambda: newest.latest_revision.publish(user=people["editor"]),
    ):
        with pytest.raises(NotCleared):
            path()
    assert not Article.objects.get(pk=target.pk).live


def test_a_draft_never_touches_what_is_live(pair, people):
    """Readers keep the release, whatever is written into the translation afterwards."""
    _, target = pair
    release(article=target, by=people["editor"])
    write(article=target, words={"p1": "<p>Chưa xong.</p>"}, by=people["translator"])
    live = Article.objects.get(pk=target.pk)
    assert live.current_release.content["body"][0]["value"] == VIETNAMESE["p1"]
    assert live.live_revision.as_object().raw_body()[0]["value"] == VIETNAMESE["p1"]
    assert live.raw_body()[0]["value"] == VIETNAMESE["p1"], "nor the working row"


def test_a_slug_stays_put(pair, people):
    """Writing, reviewing, leaving out and vouching change no word of an address."""
    source, target = pair
    version = target.newest()
    version.slug = "ben-tau-moi"
    version.save_revision()
    write(article=target, words={"headline": "Tít mới"}, by=people["translator"], origin="machine", engine="x")
    leave_out(article=target, place="p2", reason="Of no use to readers here.", by=people["translator"])
    vouch(article=target, by=people["editor"])
    assert target.newest().slug == "ben-tau-moi"
    assert source.newest().slug == "new-pier"


def test_nobody_writes_over_words_not_seen(pair, people):
    """A save from other words than stand there writes nothing at all and names the passages."""
    _, target = pair
    seen = {view.key: view.target_digest for view in views(target).values()}
    write(article=target, words={"p1": "<p>Một.</p>"}, by=people["editor"], expected=seen)
    with pytest.raises(PassageChanged) as refusal:
        write(article=target, words={"p1": "<p>Hai.</p>", "p2": "<p>Ba.</p>"}, by=people["translator"], expected=seen)
    assert refusal.value.keys == {"p1"}
    assert (views(target)["p1"].target, views(target)["p2"].target) == ("Một.", "Phà chạy mất mười hai phút.")


def test_words_made_from_an_older_source_are_stale(pair, people):
    """Whoever types on while the source changes gets their words kept, as made from what they saw, not as fresh."""
    source, target = pair
    saw = {key: view.source_digest for key, view in views(target).items()}
    edit(source, p1="The pier did not open on Monday.")
    write(article=target, words={"p1": "<p>Bến phà khai trương hôm thứ Hai.</p>"}, by=people["translator"], sources=saw)
    view = views(target)["p1"]
    assert (view.target, view.state) == ("Bến phà khai trương hôm thứ Hai.", "stale")
    assert view.earlier_source == "The pier opened on Monday."
    assert view.stale_since
    assert any(finding.check == "translation.stale" for finding in inspect(target.newest()).open_holds)
    write(article=target, words={"p1": "<p>Bến phà khai trương.</p>"}, by=people["translator"], sources=saw, done=False)
    assert states(target)["p1"] == "stale"
    now = {"p1": views(target)["p1"].source_digest}
    write(article=target, words={"p1": "<p>Bến phà chưa mở.</p>"}, by=people["translator"], sources=now)
    assert states(target)["p1"] == "translated"


@pytest.mark.parametrize("seen", ["0" * 64, "nonsense", ""])
def test_a_source_nobody_had_is_outdated_and_none_claims_nothing(pair, people, seen):
    """A digest that no version had makes words stale without a text beside them; an empty one leaves it as it was."""
    _, target = pair
    write(article=target, words={"p1": "<p>Khác.</p>"}, by=people["translator"], sources={"p1": seen, "gone": seen})
    view = views(target)["p1"]
    assert (view.state, view.earlier_source) == ("stale" if seen else "translated", "")


def test_a_new_passage_begun_before_its_source_changed(pair, people):
    """Also words for a passage nobody had translated yet are stale if its source changed while they were written."""
    source, target = pair
    write(article=target, words={"p2": ""}, by=people["translator"])
    saw = {"p2": views(target)["p2"].source_digest}
    edit(source, p2="The ferry takes twenty minutes.")
    write(article=target, words={"p2": "<p>Phà mất 12 phút.</p>"}, by=people["translator"], sources=saw)
    view = views(target)["p2"]
    assert (view.state, view.earlier_source) == ("stale", "The ferry takes twelve minutes.")


def test_a_minor_edit_while_one_types_is_none(pair, people):
    """Words made from a source that was changed by a minor edit meanwhile are right for the source as it is now."""
    source, target = pair
    view = views(target)["p1"]
    edit(source, p1="The pier opened on Monday morning.")
    change = ("p1", view.source_digest)
    minor_edit(article=source, changes=[change], by=people["editor"])
    saw = {"p1": view.source_digest}
    write(article=target, words={"p1": "<p>Bến phà mở cửa sáng thứ Hai.</p>"}, by=people["translator"], sources=saw)
    assert states(target)["p1"] == "translated"


def test_nobody_answers_for_words_they_have_not_seen(pair, people):
    """Confirming, reviewing and vouching are refused where the words or their source changed since one looked."""
    source, target = pair
    before = views(target)["p1"]
    looked = {"seen": before.target_digest, "source_seen": before.source_digest}
    read = target.newest().words_digest()
    edit(source, p1="The pier did not open on Monday.")
    with pytest.raises(PassageChanged):
        confirm(article=target, key="p1", by=people["editor"], **looked)
    write(article=target, words={"p2": "<p>Phà chạy chừng mười hai phút.</p>"}, by=people["translator"])
    with pytest.raises(PassageChanged):
        review(article=target, keys=["p2"], by=people["editor"], seen={"p2": before.target_digest})
    with pytest.raises(PassageChanged):
        vouch(article=target, by=people["editor"], seen=read)
    assert not Article.objects.get(pk=target.pk).vouched_digest
    now = views(target)["p1"]
    confirm(article=target, key="p1", by=people["editor"], seen=now.target_digest, source_seen=now.source_digest)
    vouch(article=target, by=people["editor"], seen=target.newest().words_digest())
    assert set(states(target).values()) == {"reviewed"}


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("Plain words", "<p>Plain words</p>"),
        ("<p>A <strong>bold</strong> <em>word</em></p>", "<p>A <b>bold</b> <i>word</i></p>"),
        ('<p onclick="x()">A <a href="javascript:x()" target="_blank">link</a></p>', "<p>A <a>link</a></p>"),
        ('<a href="https://a.test/?q=1&amp;r=2">a</a>', '<p><a href="https://a.test/?q=1&amp;r=2">a</a></p>'),
        ("<div>One</div><div>Two</div>", "<p>One<br/>Two</p>"),
        ("<script>alert(1)</script>", ""),
        ("<p><b>\u200b </b><br></p>", ""),
        ("a &lt;b&gt; c", "<p>a &lt;b&gt; c</p>"),
        ("<p>\u202eevil</p>", "<p>evil</p>"),
        ("<table><tr><td>x</td></tr></table>", "<p>x</p>"),
    ],
)
def test_words_are_cleaned(pair, people, value, stored):
    """Of what is typed or pasted, words and inline markup are kept, and nothing that runs or hides."""
    _, target = pair
    written = write(article=target, words={"p1": value}, by=people["translator"])
    assert written.raw_body()[0]["value"] == stored


def test_a_word_too_long_for_its_place_is_refused(pair, people):
    """A headline longer than its field is refused with both numbers, and nothing is written."""
    _, target = pair
    with pytest.raises(TranslationRefused, match="250"):
        write(article=target, words={"headline": "dài " * 100}, by=people["translator"])
    with pytest.raises(TranslationRefused):
        write(article=target, words={"p1.evil": "x"}, by=people["translator"])
    with pytest.raises(NotAllowed):
        write(article=target, words={"p1": "x"}, by=people["stranger"])
