"""Whom to tell of a hole."""

import datetime as dt

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


def test_contact_and_end(site, client):
    """It names the site's contact, its own address and an end within a year, as RFC 9116 asks."""
    site.contact = "safety@bac-dau.test"
    site.save()
    answer = client.get(PATH, HTTP_HOST=site.host)
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:safety@bac-dau.test"
    assert lines["Canonical"].endswith(PATH)
    end = dt.datetime.fromisoformat(lines["Expires"])
    assert timezone.now() < end < timezone.now() + dt.timedelta(days=365)


def test_no_contact(site, client):
    """A site that names no contact has no such file, since the standard asks for one."""
    site.contact = ""
    site.save()
    assert client.get(PATH, HTTP_HOST=site.host).status_code == 404
