"""Rows that one transaction keeps to itself."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def hold(rows: QuerySet[Any]) -> None:
    """Let nobody else write or hold these rows before this transaction ends; read them, and what they name, afterwards.

    A statement that reads and waits for a lock sees other tables as they were before it waited. Rows that refer to
    these may be written meanwhile: PostgreSQL looks at what they refer to when their transaction ends, too late to wait
    for anybody. SQLite has one writer at a time, which holds its lock since the transaction began.
    """
    if connection.features.has_select_for_update:
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
