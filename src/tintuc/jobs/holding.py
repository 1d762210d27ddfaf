"""Rows that one transaction keeps to itself."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def hold(rows: QuerySet[Any], *, loosely: bool = False) -> None:
    """Let nobody else write these rows before this transaction ends; read them, and what they name, afterwards.

    A statement that reads and waits for a lock sees other tables as they were before it waited. Until then nobody adds
    rows that refer to them either, unless they are held ``loosely``. SQLite has one writer at a time, which holds its
    lock since the transaction began.
    """
    if connection.features.has_select_for_update:
        list(rows.order_by("pk").select_for_update(no_key=loosely).values_list("pk"))
