"""The translation desk's addresses: what they show, save and refuse."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.newsroom.views.translation import ACTS
from tintuc.stories.models import Article
from tintuc.translation.actions.claim import claim
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import Claim, Comment, Concept, PastUnit, Term, Unit
from tintuc.translation.queries import units
from writing import paragraph

pytestmark = pytest.mark.django_db

P1, P2 = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
BODY = [
    {"type": "paragraph", "id": P1, "value": '<p>The ferry pier <b>opened</b> on <a href="https://a.test/">Monday</a>.</p>'},
    paragraph(P2, "Residents said the crossing takes twelve minutes."),
    {"type": "picture", "id": "f1", "value": {"image": None, "alt": "A pier", "caption": "The pier", "credit": "A. Le"}},
    {"type": "table", "id": "b1", "value": {"caption": "Times", "cells": "Line | Minutes\nIsland | 12"}},
    {"type": "list", "id": "l1", "value": [{"type": "item", "id": "l1a", "value": "Bring a coat."}]},
    {"type": "turn", "id": "t1", "value": {"role": "answer", "speaker": "Lan Vu", "text": "<p>We waited long.</p>"}},
    {"type": "quote", "id": "q1", "value": {"text": "At last.", "attribution": "A fisher", "language": ""}},
    {"type": "embed", "id": "e1", "value": {"url": "https://v.test/1", "title": "The first ferry", "provider": "V"}},
    {"type": "crosshead", "id": "c1", "value": "What comes next"},
]  # fmt: skip


@pytest.fixture
def target(make_article, people):
    source = make_article(body=BODY)
    return translate_into(story=source.story, language="vi", by=people["translator"])


def to(name: str, *args) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


def act(client, article: Article, name: str, **values):
    url = to("newsroom_translation_act", article.pk, name)
    return client.post(url, json.dumps(values), content_type="application/json")


def opened(client, article: Article) -> dict:
    page = client.get(to("newsroom_translation", article.pk))
    text = page.content.decode()
    return json.loads(text.split('id="td-opened" type="application/json">')[1].split("</script>")[0])


def test_every_passage_has_a_row(desk, target):
    """Cells, captions, list entries, titles of embeds, speakers: all words of the source have a row, none is filled."""
    rows = {row["key"]: row for row in opened(desk("translator"), target)["rows"]}
    wanted = {
        "headline", "standfirst", P1, P2, "f1.alt", "f1.caption", "f1.credit", "b1.caption", "b1.cells", "l1.0",
        "t1.speaker", "t1.text", "q1.text", "q1.attribution", "e1.title", "c1",
    }  # fmt: skip
    assert set(rows) == wanted
    assert {row["state"] for row in rows.values()} == {"untranslated"}
    assert not any(row["value"] for row in rows.values())
    assert rows[P1]["source"] == 'The ferry pier <b>opened</b> on <a href="https://a.test/">Monday</a>.'


def test_saved_while_typing_and_done(desk, target):
    """What is saved as one types is a draft that holds the article; called done it is translated; markup survives."""
    client = desk("translator")
    words = 'Bến phà <strong>mở cửa</strong> hôm <a href="https://a.test/">thứ Hai</a>.<script>x</script>'
    answer = act(client, target, "save", key=P1, place=P1, value=words, seen="", done=False)
    assert answer.json()["row"]["state"] == "initial"
    kept = '<p>Bến phà <b>mở cửa</b> hôm <a href="https://a.test/">thứ Hai</a>.</p>'
    assert target.newest().raw_body()[0]["value"] == kept
    findings = client.get(to("newsroom_translation_show", target.pk, "findings")).json()["findings"]
    assert any(one["key"] == P1 and one["check"] == "translation.untranslated" for one in findings)
    seen = answer.json()["row"]["digest"]
    answer = act(client, target, "save", key=P1, place=P1, value=words, seen=seen, done=True)
    assert answer.json()["row"]["state"] == "translated"
    assert target.newest().raw_body()[0]["value"] == kept
    for key, place, value in (("b1.cells", "b1", "Tuyến | Phút\nĐảo | 12"), ("l1.0", "l1", "Mang áo khoác.")):
        assert act(client, target, "save", key=key, place=place, value=value, seen="", done=True).status_code == 200
    stored = {block["id"]: block["value"] for block in target.newest().raw_body()}
    assert stored["b1"]["cells"] == "Tuyến | Phút\nĐảo | 12"
    assert [entry["value"] for entry in stored["l1"]] == ["Mang áo khoác."]
    assert [entry["id"] for entry in stored["l1"]] == ["l1a"]


def test_two_people_save_one_passage(desk, target, people):
    """The second of two who saved the same passage is told, sees both texts, and may save theirs over what they saw."""
    act(desk("translator"), target, "save", key=P2, place=P2, value="Một.", seen="", done=True)
    late = act(desk("editor"), target, "save", key=P2, place=P2, value="Hai.", seen="", done=True)
    assert late.status_code == 409
    assert [row["value"] for row in late.json()["theirs"]] == ["Một."]
    assert late.json()["theirs"][0]["by"] == "translator"
    assert {view.key: view.target for view in units(target.newest())}[P2] == "Một."
    seen = late.json()["theirs"][0]["digest"]
    assert act(desk("editor"), target, "save", key=P2, place=P2, value="Hai.", seen=seen).status_code == 200
    assert {view.key: view.target for view in units(target.newest())}[P2] == "Hai."
    assert PastUnit.objects.filter(article=target, key=P2, target_value="<p>Một.</p>").exists()


def test_a_place_somebody_writes_in_is_held(desk, target, people):
    """While one person writes in a block, another's save there is refused with the name; elsewhere both may write."""
    assert act(desk("translator"), target, "claim", place=P1).status_code == 200
    assert opened(desk("editor"), target)["claims"] == {P1: "translator"}
    held = act(desk("editor"), target, "save", key=P1, place=P1, value="Hai.", seen="")
    assert (held.status_code, held.json()["person"]) == (409, "translator")
    assert act(desk("editor"), target, "claim", place=P1).status_code == 409
    assert act(desk("editor"), target, "save", key=P2, place=P2, value="Hai.", seen="").status_code == 200
    act(desk("translator"), target, "leave", place=P1)
    assert act(desk("editor"), target, "claim", place=P1).status_code == 200


def test_a_claim_ends_by_itself(target, people):
    """A claim that is not renewed keeps nobody out."""
    held = claim(article=target, place=P1, by=people["translator"])
    Claim.objects.filter(pk=held.pk).update(until=held.until - (held.until - held.until.replace(year=2020)))
    assert claim(article=target, place=P1, by=people["editor"]).by == people["editor"]
    assert Claim.objects.count() == 1


def test_pulse_tells_what_others_did(desk, target):
    """A pulse brings others' words only if there are any, and their claims."""
    stamp = opened(desk("editor"), target)["stamp"]
    assert "rows" not in act(desk("editor"), target, "pulse", place="", stamp=stamp).json()
    act(desk("translator"), target, "save", key=P2, place=P2, value="Một.", seen="", done=False)
    act(desk("translator"), target, "claim", place=P2)
    told = act(desk("editor"), target, "pulse", place=P1, stamp=stamp).json()
    assert {row["key"]: row["value"] for row in told["rows"]}[P2] == "Một."
    assert told["claims"] == {P2: "translator"}
    assert act(desk("editor"), target, "pulse", place=P2, stamp=told["stamp"]).json()["lost"] == P2


def test_a_save_hides_nothing_that_others_did(desk, target, people):
    """Whoever saves without having seen others' words, or a changed source, is still told of them by the next pulse."""
    client = desk("editor")
    page = opened(client, target)
    act(desk("translator"), target, "save", key=P2, place=P2, value="Một.", seen="", done=True)
    source = {row["key"]: row["sourceDigest"] for row in page["rows"]}[P1]
    mine = {"key": P1, "place": P1, "value": "Hai.", "seen": "", "source": source, "stamp": page["stamp"]}
    answer = act(desk("editor"), target, "save", **mine).json()
    assert "stamp" not in answer
    assert "words" not in answer, "nobody vouches for words the screen has not shown"
    told = act(client, target, "pulse", place="", stamp=page["stamp"]).json()
    assert {row["key"]: row["value"] for row in told["rows"]}[P2] == "Một."
    again = act(
        client, target, "save", **(mine | {"value": "Ba.", "seen": answer["row"]["digest"], "stamp": told["stamp"]})
    )
    assert "rows" not in act(client, target, "pulse", place="", stamp=again.json()["stamp"]).json()


def test_the_source_changes_while_one_types(desk, target, people):
    """Words saved from a screen with an older source are stale; *still right*, *reviewed*, *vouch* ask to look again."""
    client = desk("translator")
    page = opened(client, target)
    saw = {row["key"]: row["sourceDigest"] for row in page["rows"]}
    version = target.story.source_article.newest()
    version.body = [paragraph(P1, "The ferry pier is shut."), *version.raw_body()[1:]]
    version.save_revision(user=people["reporter"])
    save = {"key": P1, "place": P1, "value": "Bến phà mở cửa.", "seen": "", "source": saw[P1], "done": True}
    row = act(client, target, "save", **save).json()["row"]
    assert row["state"] == "stale"
    assert [kind for kind, _ in row["changes"]].count("gone") >= 1
    blind = act(client, target, "confirm", key=P1, seen=row["digest"], source=saw[P1])
    assert (blind.status_code, blind.json()["theirs"][0]["source"]) == (409, "The ferry pier is shut.")
    now = blind.json()["theirs"][0]
    assert act(client, target, "vouch", words=page["words"]).status_code == 409
    assert act(client, target, "confirm", key=P1, seen=now["digest"], source=now["sourceDigest"]).status_code == 200
    assert act(client, target, "review", key=P1, seen="0" * 64, source="").status_code == 409


def test_terms_names_and_memory_stand_beside(desk, target, make_article, people):
    """The termbase's forms are marked in the source and listed; the memory offers what was translated before."""
    concept = Concept.objects.create()
    Term.objects.create(concept=concept, language="en", text="ferry pier")
    Term.objects.create(concept=concept, language="vi", text="bến phà")
    Term.objects.create(concept=concept, language="vi", text="cầu tàu", status="forbidden")
    shown = opened(desk("translator"), target)
    assert shown["marks"][P1] == [[4, 14, 0]]
    assert shown["terms"][0]["forms"] == ["bến phà"]
    assert shown["terms"][0]["forbidden"] == ["cầu tàu"]
    other = make_article(story=None, body=[paragraph(P2, "Residents said the crossing takes twelve minutes.")])
    there = translate_into(story=other.story, language="vi", by=people["translator"])
    write(article=there, words={P2: "Dân nói đi mất mười hai phút."}, by=people["translator"])
    act(desk("editor"), there, "vouch")
    beside = desk("translator").get(to("newsroom_translation_show", target.pk, "beside"), {"key": P2}).json()
    assert [(one["kind"], one["text"]) for one in beside["suggestions"]] == [("exact", "Dân nói đi mất mười hai phút.")]
    assert beside["machines"] is False


def test_states_comments_and_blocks_from_the_screen(desk, target):
    """Reviewing, leaving out, bringing back, adding, taking out, comments and vouching all answer with what is now."""
    client = desk("translator")
    act(client, target, "save", key=P1, place=P1, value="Một.", seen="", done=True)
    state = lambda answer, key: {row["key"]: row for row in answer.json()["rows"]}[key]["state"]  # noqa: E731
    assert state(act(client, target, "review", key=P1), P1) == "reviewed"
    assert act(client, target, "leave-out", place=P2, reason="x").status_code == 403
    assert state(act(client, target, "leave-out", place=P2, reason="Not for readers here."), P2) == "left-out"
    assert state(act(client, target, "bring-back", place=P2), P2) == "untranslated"
    made = act(client, target, "add", after=P1, kind="paragraph", value="Thêm.", reason="Explains it here.").json()
    row = next(row for row in made["rows"] if row["key"] == made["made"])
    assert (row["state"], row["note"], row["added"]) == ("added", "Explains it here.", True)
    assert [row["key"] for row in made["rows"]].index(made["made"]) == [r["key"] for r in made["rows"]].index(P1) + 1
    answer = act(client, target, "remove", place=made["made"])
    assert made["made"] not in {row["key"] for row in answer.json()["rows"]}
    told = act(client, target, "comment", place=P1, text="Which <b>pier</b>?").json()["comments"]
    assert (told[0]["text"], told[0]["by"], told[0]["resolved"]) == ("Which <b>pier</b>?", "translator", "")
    assert act(client, target, "resolve", place=P1).json()["comments"][0]["resolved"] == "translator"
    assert act(client, target, "resolve", place=P1, open=True).json()["comments"][0]["resolved"] == ""
    assert act(client, target, "comment", place=P1, text="  ").status_code == 403
    assert act(client, target, "vouch").json()["vouched"] == "translator"
    assert Comment.objects.count() == 1


def test_a_source_that_changed_is_followed_from_the_screen(desk, target):
    """What the source gained is proposed, taken over with one act, and taken back with another."""
    client = desk("translator")
    act(client, target, "save", key=P1, place=P1, value="Một.", seen="", done=True)
    source = target.story.source_article.newest()
    source.body = [*source.raw_body(), paragraph("p9", "A storm is coming.")]
    source.save_revision()
    merge = opened(client, target)["merge"]
    assert (merge["gained"], merge["lost"], merge["moved"]) == (1, 0, 0)
    answer = act(client, target, "follow", fingerprint=merge["fingerprint"])
    assert (answer.json()["merge"], answer.json()["undo"]) == (None, True)
    assert target.newest().raw_body()[-1]["id"] == "p9"
    answer = act(client, target, "undo-follow")
    assert answer.json()["merge"]["gained"] == 1


def test_release_from_the_screen(desk, target):
    """A translation with holes is refused with its findings; a reporter does not release."""
    answer = act(desk("editor"), target, "release")
    assert answer.status_code == 403
    assert any("Not translated yet" in one for one in answer.json()["findings"])
    assert act(desk("reporter"), target, "release").status_code == 403
    assert not Article.objects.get(pk=target.pk).live
    assert 'data-act="release"' not in desk("reporter").get(to("newsroom_translation", target.pk)).content.decode()


def test_the_page_in_its_edition(desk, target):
    """The preview shows the unreleased words on the edition's page and runs no script."""
    act(desk("editor"), target, "save", key="headline", place="headline", value="Bến phà mới", seen="", done=True)
    edition = target.placements.get().edition_id
    page = desk("editor").get(to("newsroom_translation_show", target.pk, "preview"), {"edition": edition})
    assert "Bến phà mới" in page.content.decode()
    assert "script-src" not in page.headers["Content-Security-Policy"]
    bare = desk("editor").get(to("newsroom_translation_show", target.pk, "preview"), {"edition": "no such"})
    assert bare.status_code == 200


def test_words_of_the_page_cannot_break_out(desk, target):
    """Words that look like markup or the end of a script reach the page as data and nothing else."""
    evil = "</script><script>alert(1)</script><!--"
    act(desk("editor"), target, "comment", place=P1, text=evil)
    act(desk("editor"), target, "save", key=P1, place=P1, value="&lt;/script&gt;&lt;img src=x onerror=y&gt;", seen="")
    page = desk("editor").get(to("newsroom_translation", target.pk)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_odd_values_are_text(desk, target):
    """Truths, numbers, lists, NUL and halves of characters in place of text break nothing."""
    for name in ("comment", "claim", "save", "leave-out", "add", "waive", "pulse", "beside-nothing", "machine"):
        for odd in (True, 10**30, ["x"], {"a": 1}, "a\0b\ud800c", None):
            values = dict.fromkeys(
                ("key", "place", "text", "value", "reason", "seen", "fingerprint", "stamp", "kind"), odd
            )
            assert act(desk("chief"), target, name, **values).status_code in {200, 403, 404, 409}, (name, odd)
    assert "\ud800" not in "".join(Comment.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"key": ["x"]}', b'{"value": null}', b"\xff\xfe", b'{"a":' * 5000, b"x" * 400_000]
)
def test_bad_input_is_refused_in_words(desk, target, body):
    """Whatever is sent, the answer is a sentence and nothing is written."""
    url = to("newsroom_translation_act", target.pk, "save")
    answer = desk("editor").post(url, body, content_type="application/json")
    assert answer.status_code in {403, 413}
    assert answer.json()["error"]
    assert not Unit.objects.filter(article=target.pk).exists()


def test_nobody_of_another_site_gets_in(desk, target, people):
    """Every address of the desk is closed to whoever works on another site, and changes nothing."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    edition = Edition.objects.create(site=other, language="en")
    Section.objects.create(edition=edition, key="world", name="World", slug="world")
    Membership.objects.create(user=people["stranger"], site=other, role="chief")
    client = desk("stranger")
    before = target.newest().latest_revision_id
    looks = [to("newsroom_translation", target.pk)]
    looks += [to("newsroom_translation_show", target.pk, kind) for kind in ("findings", "beside", "preview")]
    for url in looks:
        answer = client.get(url)
        assert answer.status_code in {302, 403}, url
        assert "ferry" not in answer.content.decode()
    for name in ACTS:
        values = {"key": P1, "place": P1, "value": "x", "reason": "long enough a reason", "text": "x", "seen": ""}
        assert act(client, target, name, **values).status_code in {302, 403}, name
        assert client.get(to("newsroom_translation_act", target.pk, name)).status_code == 405
    minor = client.post(to("newsroom_minor", target.story.source_article.pk), {"key": P1, "digest": "x"})
    assert minor.status_code in {302, 403}
    assert target.newest().latest_revision_id == before
    assert not Comment.objects.exists()
    assert not Claim.objects.exists()
    assert desk("editor").post(to("newsroom_translation_act", target.pk, "no-such")).status_code == 404


def test_a_source_is_written_in_the_editor(desk, target):
    """The desk of a source article leads to the editor."""
    source = target.story.source_article
    answer = desk("editor").get(to("newsroom_translation", source.pk))
    assert answer.headers["Location"] == to("wagtailsnippets_stories_article:edit", source.pk)
    assert act(desk("editor"), source, "save", key="headline", place="headline", value="x", seen="").status_code == 403


def test_a_minor_edit_from_the_editor(desk, target):
    """The source's editor sees which change translations lag behind, and keeps them with one button."""
    act(desk("translator"), target, "save", key=P2, place=P2, value="Một.", seen="", done=True)
    source = target.story.source_article.newest()
    body = source.raw_body()
    body[1]["value"] = "<p>Residents said the crossing takes 12 minutes.</p>"
    source.body = body
    source.save_revision()
    page = desk("reporter").get(to("wagtailsnippets_stories_article:edit", source.pk)).content.decode()
    assert "<del>twelve</del><ins>12</ins>" in page
    digest = Unit.objects.get(article=target, key=P2).source_digest
    desk("reporter").post(to("newsroom_minor", source.pk), {"key": P2, "digest": digest, "reason": "House style."})
    assert {view.key: view.state for view in units(target.newest())}[P2] == "translated"
    page = desk("reporter").get(to("wagtailsnippets_stories_article:edit", source.pk)).content.decode()
    assert "No translation made from this text lags behind it." in page


def test_how_much_the_desk_asks_of_the_database(desk, make_article, people):
    """Opening a story of sixty blocks takes at most 25 queries, and saving a block of it a bounded number."""
    body = [paragraph(f"p{number}", f"Paragraph {number} of a long story about the pier.") for number in range(60)]
    source = make_article(body=body)
    target = translate_into(story=source.story, language="vi", by=people["translator"])
    words = {f"p{number}": f"Đoạn {number} của một bài dài." for number in range(60)}
    write(article=target, words=words, by=people["translator"])
    client = desk("translator")
    client.get(to("newsroom_translation", target.pk))
    with CaptureQueriesContext(connection) as queries:
        client.get(to("newsroom_translation", target.pk))
    assert len(queries) <= 25, "\n".join(query["sql"][-260:] for query in queries)
    seen = Unit.objects.get(article=target, key="p7").target_digest
    with CaptureQueriesContext(connection) as queries:
        act(client, target, "save", key="p7", place="p7", value="Khác.", seen=seen, done=True)
    holding = 1 if connection.features.has_select_for_update else 0
    assert len(queries) <= 41 + holding, len(queries)
