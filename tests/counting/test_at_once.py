"""Counting while somebody else does something in the same moment."""

import datetime as dt

import pytest
from django.utils import timezone

from meeting import at_once, needs_two_writers
from tintuc.counting import duties
from tintuc.counting.actions.count import count
from tintuc.counting.models import Announced, Hour
from tintuc.counting.signals import hot_list_changed
from tintuc.network.models import Edition


@needs_two_writers
@pytest.mark.django_db(transaction=True)
def test_views_of_one_moment_are_one():
    """A reader of this morning who opens the page in four windows at once is one view more."""
    now = timezone.now().replace(hour=12)
    reader = {"site_id": 1, "article_id": 7, "client": "192.0.2.1", "agent": "Reader"}
    count(**reader, now=now - dt.timedelta(hours=1))
    for _ in range(5):
        now += dt.timedelta(minutes=1)
        acts = at_once(*(lambda at=now: count(**reader, now=at) for _ in range(4)))
        assert [act.problem for act in acts if act.problem] == []
    assert sum(Hour.objects.values_list("views", flat=True)) == 6
    assert sum(Hour.objects.values_list("readers", flat=True)) == 1


@pytest.mark.django_db
def test_a_hot_list_that_could_not_be_marked_is_announced_again(site):
    """When the machine fails between noting a hot list and marking its pages, the next round tells of it again."""

    def breaking(**_: object) -> None:
        raise RuntimeError("the machine is gone")

    Announced.objects.create(edition_id=site.editions.get(language="en").pk, articles=[[7, True]])
    hot_list_changed.connect(breaking, sender=Edition)
    try:
        with pytest.raises(RuntimeError):
            duties.announce_hot_lists()
    finally:
        hot_list_changed.disconnect(breaking, sender=Edition)
    assert Announced.objects.get().articles == [[7, True]]
