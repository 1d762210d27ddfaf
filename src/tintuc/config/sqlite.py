"""Puts a sound SQLite under Django.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode with two or more connections (the WAL-reset bug, fixed in
3.51.3). Python brings whatever the system has; ``pysqlite3`` brings its own. Imported before Django opens a database.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core import checks

SOUND = (3, 51, 3)

try:
    import pysqlite3
except ImportError:  # a platform without a wheel: the system's own SQLite serves, and a system check looks at its age
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


@checks.register(checks.Tags.compatibility)
def sound(**_: Any) -> list[checks.Warning]:
    """Whether the SQLite that a newsroom on SQLite runs on is free of the bug; Django says so with its other checks."""
    from sqlite3 import sqlite_version, sqlite_version_info

    from django.db import connection

    if connection.vendor != "sqlite" or sqlite_version_info >= SOUND:
        return []
    said = f"SQLite {sqlite_version} can corrupt a database that two processes write."
    hint = "Install pysqlite3, or a Python with SQLite 3.51.3 or newer, or use PostgreSQL."
    return [checks.Warning(said, hint=hint, id="tintuc.W001")]
