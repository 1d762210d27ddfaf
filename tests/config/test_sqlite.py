"""The SQLite under Django."""

import sqlite3

import pytest
from django.core.checks import run_checks
from django.db import connection

from tintuc.config.sqlite import SOUND

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="looks at SQLite")


def test_a_sound_one_is_under_django():
    """The tests, as a newsroom does, run on a SQLite without the bug."""
    assert sqlite3.sqlite_version_info >= SOUND
    assert not [said for said in run_checks() if said.id == "tintuc.W001"]


def test_an_old_one_is_told(monkeypatch):
    """Django's checks name a SQLite that can corrupt the database, and what to do."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.51.2")
    [said] = [said for said in run_checks() if said.id == "tintuc.W001"]
    assert "3.51.2" in said.msg
    assert "pysqlite3" in said.hint
