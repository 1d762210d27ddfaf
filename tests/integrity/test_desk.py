"""The desk: verdicts, waivers, clearances."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from tintuc import intake
from tintuc.checks import catalogue, rule_set
from tintuc.checks.registry import _rules
from tintuc.integrity.actions.clear import SHOWN_BY
from tintuc.integrity.actions.waive import take_back, waive
from tintuc.integrity.errors import WaiverRefused
from tintuc.integrity.queries import inspect
from tintuc.network.permissions import NotAllowed
from tintuc.stories.errors import NotCleared
from tintuc.stories.models import Clearance
from tintuc.translation.actions.translate_into import translate_into
from writing import paragraph

pytestmark = pytest.mark.django_db

FOREIGN = "港口新码头星期一正式启用,渡轮往返海岛只需十二分钟,居民对此表示欢迎。"


@pytest.fixture
def held(make_article):
    """An article with a paragraph left in another script."""
    return make_article(
        body=[
            paragraph("p1", "The harbour town opened its new ferry pier on Monday after two years of building."),
            paragraph("p2", FOREIGN),
        ]
    )


def foreign(article):
    report = inspect(article.newest())
    return next(finding for finding in report.findings if finding.check == "language.foreign-script")


def test_a_clean_article_is_cleared(make_article):
    """A clean article gets a clearance of exactly its digest, and goes out."""
    article = make_article()
    assert inspect(article.newest()).verdict == "go"
    article.latest_revision.publish()
    article.refresh_from_db()
    assert article.current_release.clearance.digest == article.current_release.digest


def test_a_finding_names_its_place(held):
    """A finding carries the block, the characters and the words, so that an editor is taken there."""
    finding = foreign(held)
    assert finding.level == "hold"
    assert (finding.place["block"], finding.quote) == ("p2", FOREIGN)
    assert FOREIGN[finding.place["start"] : finding.place["end"]] == FOREIGN
    assert finding.message.endswith(".")
    assert finding.fix.endswith(".")


def test_a_hold_refuses_release_and_says_why(held):
    """Releasing a held article is refused with its findings, and leaves no clearance."""
    with pytest.raises(NotCleared) as refusal:
        held.latest_revision.publish()
    assert [finding.check for finding in refusal.value.findings] == ["language.foreign-script"]
    assert not Clearance.objects.exists()


def test_a_waiver_lets_its_finding_pass(held, people):
    """An editor waives with a reason; the article goes out, and the clearance keeps who and why."""
    waive(article=held, fingerprint=foreign(held).fingerprint, reason="A poem, quoted as it is.", by=people["editor"])
    held.latest_revision.publish()
    held.refresh_from_db()
    assert held.live
    assert held.current_release.clearance.waivers[0]["reason"] == "A poem, quoted as it is."


def test_a_waiver_ends_with_its_words(held, people):
    """When the words change, the waiver no longer counts and is shown as unused."""
    waive(article=held, fingerprint=foreign(held).fingerprint, reason="A poem, quoted as it is.", by=people["editor"])
    held = held.newest()
    held.body = [held.raw_body()[0], paragraph("p2", FOREIGN + "渡轮每小时开一班。")]
    held.save_revision()
    report = inspect(held.newest())
    assert report.verdict == "hold"
    assert len(report.unused_waivers) == 1


def test_who_may_waive(held, people):
    """A reporter, a translator and a stranger may not waive; nor may anybody without a reason."""
    fingerprint = foreign(held).fingerprint
    for role in ("reporter", "translator", "stranger"):
        with pytest.raises(NotAllowed):
            waive(article=held, fingerprint=fingerprint, reason="Because I say so.", by=people[role])
    with pytest.raises(WaiverRefused):
        waive(article=held, fingerprint=fingerprint, reason="  ok ", by=people["editor"])
    with pytest.raises(WaiverRefused):
        waive(article=held, fingerprint="0" * 16, reason="Because I say so.", by=people["editor"])


def test_waivers_end(held, people):
    """A waiver that is taken back or past its end no longer lets anything pass."""
    fingerprint = foreign(held).fingerprint
    soon = timezone.now() + dt.timedelta(seconds=-1)
    waive(article=held, fingerprint=fingerprint, reason="For the weekend.", by=people["editor"], until=soon)
    assert inspect(held.newest()).verdict == "hold"
    waive(article=held, fingerprint=fingerprint, reason="For the weekend.", by=people["editor"])
    assert inspect(held.newest()).verdict == "go"
    assert take_back(article=held, fingerprint=fingerprint, by=people["editor"]) == 1
    assert inspect(held.newest()).verdict == "hold"


def test_a_waiver_past_its_end_is_named(held, people):
    """The finding whose waiver has ended holds again, and says who had waived it and until when."""
    fingerprint = foreign(held).fingerprint
    over = timezone.now() - dt.timedelta(seconds=1)
    waive(article=held, fingerprint=fingerprint, reason="For the weekend.", by=people["editor"], until=over)
    finding = foreign(held)
    assert finding.open
    assert finding.lapsed.reason == "For the weekend."


def test_a_waiver_is_not_unused_while_its_check_is_left_out(held, people):
    """A check that did not look has not said that its waiver is no longer needed."""
    waive(article=held, fingerprint=foreign(held).fingerprint, reason="A poem, quoted as it is.", by=people["editor"])
    others = [check for ident, check in catalogue().items() if ident != "language.foreign-script"]
    assert inspect(held.newest(), others).unused_waivers == []


def test_holes_and_stale_passages_are_never_waived(make_article, people):
    """An untranslated passage holds, and no waiver opens the gate for it."""
    source = make_article()
    target = translate_into(story=source.story, language="vi", by=people["editor"])
    report = inspect(target.newest())
    holes = [finding for finding in report.findings if finding.check == "translation.untranslated"]
    assert {finding.place["block"] for finding in holes} >= {"p1", "p2"}
    with pytest.raises(WaiverRefused):
        waive(article=target, fingerprint=holes[0].fingerprint, reason="Nobody will notice.", by=people["editor"])
    with pytest.raises(NotCleared):
        target.latest_revision.publish()


def test_a_profile_changes_a_level_with_a_reason(held):
    """An edition may weigh a check otherwise, if it says why."""
    edition = held.placements.get().edition
    edition.profile = {"language.foreign-script": {"level": "note", "reason": "A paper in two scripts."}}
    edition.save()
    assert inspect(held.newest()).verdict == "go"


def test_a_clearance_names_how_copy_is_read(make_article):
    """What a clearance was given under holds the idioms by which hidden words are judged when copy is taken in."""
    assert "tables/hidden.toml" in {name for name, _ in _rules(Path(intake.__path__[0]))}
    make_article().latest_revision.publish()
    given = Clearance.objects.latest("pk").rule_set
    assert given == rule_set(*SHOWN_BY) != rule_set()
    assert intake in SHOWN_BY
