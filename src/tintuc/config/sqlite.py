"""Puts a sound SQLite under Django.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode with two or more connections (the WAL-reset bug, fixed in
3.51.3). Python brings whatever the system has; ``pysqlite3`` brings its own. Imported before Django opens a database.
"""

from __future__ import annotations

import sys

SOUND = (3, 51, 3)

try:
    import pysqlite3
except ImportError:  # a platform without a wheel: the system's own SQLite serves, and a system check looks at its age
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
