"""People are told what concerns them: once, in their language, and no more than they asked for."""

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from wagtail.users.models import UserProfile

from tintuc.jobs.models import Job
from tintuc.jobs.worker import run_due
from tintuc.network.models import Membership
from tintuc.newsroom.models import Notice, NoticeSettings
from tintuc.translation.actions.assign import assign, free
from tintuc.translation.actions.comment import comment
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.actions.write import write
from tintuc.translation.models import WorkingLanguages
from writing import paragraph

pytestmark = pytest.mark.django_db

WORDS = {
    "headline": "Cầu tàu mới rút ngắn chuyến đi",
    "standfirst": "Chuyến phà ra đảo nay mất mười hai phút.",
    "p1": "<p>Thị trấn cảng đã mở cầu tàu mới hôm thứ Hai sau hai năm xây dựng.</p>",
    "p2": "<p>Người dân nói chuyến đi ra đảo nay mất mười hai phút thay vì bốn mươi.</p>",
}
SECOND = "Residents said the crossing to the island now takes ten minutes instead of forty."
FIRST = "The harbour town opened its new ferry pier on Monday after two years of building."


@pytest.fixture
def source(make_article):
    return make_article()


@pytest.fixture
def target(source, people):
    """A finished translation by the translator, who has an address and a Vietnamese desk."""
    person = people["translator"]
    person.email = "translator@desk.test"
    person.save()
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "vi"})
    made = translate_into(story=source.story, language="vi", by=person)
    write(article=made, words=WORDS, by=person)
    return made


def edit(source, by, first=FIRST, second=SECOND) -> None:
    source = source.newest()
    source.body = [paragraph("p1", first), paragraph("p2", second)]
    source.save_revision(user=by)


def send() -> None:
    """What the worker does when the moment has come."""
    Job.objects.filter(kind="newsroom.send_notices").update(run_at=timezone.now())
    run_due()


def url(name: str, *args: object) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


def test_a_stale_translation_is_told_once_in_the_translators_language(source, target, people):
    """Several edits of the source make one message, in the translator's language, with the way to the article."""
    edit(source, people["reporter"])
    edit(source, people["reporter"], second="Residents said the crossing now takes nine minutes instead of forty.")
    edit(source, people["reporter"], first="The harbour town opened its new pier on Tuesday after two years.")
    assert Job.objects.filter(kind="newsroom.send_notices").count() == 1
    assert not mail.outbox
    send()
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.to == ["translator@desk.test"]
    assert message.subject == "1 thông báo từ tòa soạn"
    assert "2 đoạn" in message.body
    assert "Cầu tàu mới rút ngắn chuyến đi" in message.body
    assert re.search(rf"http://desk\.localhost/\S*{target.pk}\S*", message.body)
    send()
    assert len(mail.outbox) == 1


def test_the_next_message_waits_for_its_time(source, target, people):
    """After a message the next one comes no sooner than the person wants, and holds all that happened meanwhile."""
    edit(source, people["reporter"])
    send()
    NoticeSettings.objects.filter(person=people["translator"]).update(minutes=60)
    assign(article=target, person=people["translator"], by=people["editor"])
    comment(article=target, place="p1", text="Is it a ferry or a boat?", by=people["editor"])
    job = Job.objects.get(kind="newsroom.send_notices", state="waiting")
    assert job.run_at > timezone.now() + dt.timedelta(minutes=55)
    send()
    assert len(mail.outbox) == 2
    assert "Is it a ferry or a boat?" in mail.outbox[1].body
    assert mail.outbox[1].subject == "2 thông báo từ tòa soạn"


def test_what_is_not_stale_any_more_is_not_told(source, target, people):
    """A change that was taken back before the message went out is nobody's news."""
    edit(source, people["reporter"])
    edit(
        source,
        people["reporter"],
        second="Residents said the crossing to the island now takes twelve minutes instead of forty.",
    )
    send()
    assert not mail.outbox
    assert not Notice.objects.exists()


def test_nobody_is_told_of_their_own_doing(source, target, people):
    """Who edits the source, comments or takes an article is not told of it."""
    edit(source, people["translator"])
    comment(article=target, place="p1", text="A note to myself.", by=people["translator"])
    assign(article=target, person=people["translator"], by=people["translator"])
    assert not Notice.objects.filter(person=people["translator"]).exists()
    free(article=target, by=people["translator"])


def test_where_nobody_has_it_those_of_the_language_are_told(source, people, target):
    """A translation nobody wrote or has is told to those who translate into its language on its site."""
    from wagtail.models import Revision

    from tintuc.translation.models import Unit

    Revision.objects.update(user=None)
    Unit.objects.update(by=None)
    WorkingLanguages.objects.create(person=people["chief"], sources=["en"], targets=["vi"])
    WorkingLanguages.objects.create(person=people["stranger"], sources=["en"], targets=["vi"])
    edit(source, people["reporter"])
    assert list(Notice.objects.values_list("person__username", flat=True)) == ["chief"]


def test_kinds_can_be_switched_off_and_mail_too(desk, source, target, people):
    """What a person does not want to hear of is not kept for them; without mail it stands in the feed and on the desk."""
    client = desk("translator")
    client.post(url("newsroom_notices_change"), {"kind": ["stale"], "minutes": "15"})
    comment(article=target, place="p1", text="Not wanted.", by=people["editor"])
    edit(source, people["reporter"])
    send()
    assert not mail.outbox
    page = client.get(url("newsroom_notices")).content.decode()
    assert "Not wanted." not in page
    assert "Cầu tàu mới rút ngắn chuyến đi" in page
    client.post(url("newsroom_notices_change"), {"seen": "1"})
    assert Notice.objects.filter(seen_at=None).count() == 0


def test_the_private_feed_and_its_end(desk, client, source, target, people):
    """The feed answers whoever has its address, in the person's language, until the address is changed."""
    edit(source, people["reporter"])
    page = desk("translator").get(url("newsroom_notices")).content.decode()
    client.logout()
    atom, as_json = re.findall(r'href="http://desk\.localhost(/notices/[\w-]+\.(?:atom|json))"', page)
    answer = client.get(atom)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    root = etree.fromstring(answer.content)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    assert "Cầu tàu mới" in "".join(root.itertext())
    entry = json.loads(client.get(as_json).content)["items"][0]
    assert str(target.pk) in entry["url"]
    assert client.get(atom.replace("/notices/", "/notices/x")).status_code != 200
    desk("translator").post(url("newsroom_notices_change"), {"revoke": "1"})
    client.logout()
    assert client.get(atom).status_code == 404
    fresh = NoticeSettings.objects.get(person=people["translator"]).token
    assert client.get(f"/notices/{fresh}.atom").status_code == 200
    Membership.objects.filter(user=people["translator"]).delete()
    assert client.get(f"/notices/{fresh}.atom").status_code == 404


def test_hostile_words_stay_words(client, source, target, people):
    """Markup, line breaks and broken characters in a comment neither break the feed nor add a header."""
    text = "<script>alert(1)</script>\r\nBcc: x@y.example\x0b\ud800 end"
    comment(article=target, place="p1", text=text.encode("utf-8", "replace").decode(), by=people["editor"])
    send()
    assert mail.outbox[0].extra_headers.keys() <= {"Auto-Submitted", "X-Auto-Response-Suppress"}
    assert "Bcc" not in mail.outbox[0].message()
    token = NoticeSettings.objects.get(person=people["translator"]).token
    client.defaults["HTTP_HOST"] = "desk.localhost"
    root = etree.fromstring(client.get(f"/notices/{token}.atom").content)
    assert not root.findall(".//{*}script")


def test_who_left_the_site_is_told_nothing(source, target, people):
    """A person without a role on the site is not told, even of what they translated."""
    Membership.objects.filter(user=people["translator"]).delete()
    edit(source, people["reporter"])
    assert not Notice.objects.exists()


def test_a_mail_server_that_fails_loses_nothing(source, target, people, monkeypatch):
    """When mail cannot be sent the notices stay open, and the job tries again."""
    from django.core.mail import EmailMessage

    edit(source, people["reporter"])
    with monkeypatch.context() as broken:

        def fail(self, *args, **kwargs):
            raise OSError("no mail today")

        broken.setattr(EmailMessage, "send", fail)
        send()
    assert Notice.objects.filter(sent_at=None).count() == 1
    assert Job.objects.get(kind="newsroom.send_notices").state == "waiting"
    send()
    assert len(mail.outbox) == 1
