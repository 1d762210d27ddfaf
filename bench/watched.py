"""Watches what a database is asked: each query is timed, counted in steps of SQLite's virtual machine and explained."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Tables that grow with the archive or with the years.
LARGE = frozenset(
    """
    stories_story stories_article stories_release stories_clearance stories_placement stories_credit stories_correction
    stories_story_topics wagtailcore_revision wagtailcore_modellogentry wagtailcore_referenceindex
    wagtailcore_workflowstate wagtailcore_taskstate publishing_bakedfile publishing_archived publishing_plan
    publishing_planline translation_progress translation_unit translation_memoryunit translation_posting
    translation_assignment search_shadow search_shingle search_linkedhost counting_heat counting_hour counting_seen
    integrity_waiver intake_sourcecopy newsroom_review jobs_job
    """.split()  # noqa: SIM905 - a list of names is read as one
)
#: Of a plan, a table that is read from one end; with an index the end may be near.
WALK = re.compile(r"^SCAN (\S+)(.*)$")
#: A search by words, or an index that holds few rows; and a sort of all that was found.
SHORT = re.compile(
    r"VIRTUAL TABLE INDEX \d+:M|INDEX (placement_front|placement_to_come|article_expiring|article_not_live)"
)
SORTED = re.compile("USE TEMP B-TREE FOR (ORDER|GROUP|DISTINCT)")
NAMED = re.compile(r'"?(\w+)"? (?:AS )?"?([TUVW]\d+)"?')


@dataclass
class Asked:
    """One query."""

    sql: str
    params: Any
    ms: float = 0.0
    steps: int = 0  #: thousands
    plan: list[str] = field(default_factory=list)

    @property
    def walks(self) -> list[str]:
        """The large tables it reads from one end and not only up to a limit."""
        if "LIMIT" in self.sql and not SORTED.search("\n".join(self.plan)):
            return []
        named = {alias: table for table, alias in NAMED.findall(self.sql)}
        found = [match for line in self.plan if (match := WALK.match(line)) and not SHORT.search(line)]
        return [
            f"{named.get(match[1], match[1])}{match[2]}" for match in found if named.get(match[1], match[1]) in LARGE
        ]


class Watch:
    """Notes the queries of the process, with what each cost."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def _step(self) -> int:
        if self.asked:
            self.asked[-1].steps += 1
        return 0

    def _run(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.asked.append(one := Asked(sql, None if many else params))
        begun = time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            one.ms += (time.process_time() - begun) * 1000

    @contextlib.contextmanager
    def __call__(self) -> Iterator[list[Asked]]:
        """The queries asked inside."""
        from django.db import connection

        connection.ensure_connection()
        self.asked = []
        connection.connection.set_progress_handler(self._step, 1000)
        try:
            with connection.execute_wrapper(self._run):
                yield self.asked
        finally:
            connection.connection.set_progress_handler(None, 0)

    @staticmethod
    def explain(asked: list[Asked]) -> None:
        """Add the plans."""
        from django.db import connection

        for one in asked:
            if (
                one.sql.lstrip("( ").upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE"))
                and one.params is not None
            ):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN QUERY PLAN {one.sql}", one.params)
                    one.plan = [str(row[3]) for row in cursor.fetchall()]
