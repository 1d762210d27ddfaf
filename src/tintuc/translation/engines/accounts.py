"""What engines have taken and how they are doing: quotas, cost, health. Kept in the database, for all processes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from tintuc.translation.engines.errors import Busy, EngineError, NotAllowed
from tintuc.translation.engines.plug import Engine, Purse
from tintuc.translation.models import EngineAllowance, EngineHealth, EngineUse

#: Failures in a row after which an engine is left in peace, and for how long at first and at most, in seconds.
FAILURES, FIRST_REST, LONGEST_REST = 5, 60, 3600


def month_of(now: dt.datetime) -> dt.date:
    """The month that quotas are counted in, UTC."""
    return now.astimezone(dt.UTC).date().replace(day=1)


def used(engine: str, site: int | None = None, month: dt.date | None = None) -> int:
    """Characters an engine had this month, of all sites or of one."""
    rows = EngineUse.objects.filter(engine=engine, month=month or month_of(timezone.now()))
    if site is not None:
        rows = rows.filter(site=site)
    return rows.aggregate(sum=Sum("characters"))["sum"] or 0


@dataclass
class SitePurse(Purse):
    """Pays out of a site's and the newsroom's quota."""

    engine: Engine
    site: int
    source_language: str
    language: str

    @transaction.atomic
    def take(self, characters: int) -> None:
        """Count the characters before they are sent. Raises :class:`NotAllowed` if a quota has no room for them."""
        facts = self.engine.facts
        # One at a time: the row is the lock, on databases where a transaction alone is none.
        EngineHealth.objects.get_or_create(engine=facts.name)
        EngineHealth.objects.select_for_update().get(engine=facts.name)
        if facts.monthly and used(facts.name) + characters > facts.monthly:
            raise NotAllowed("quota", engine=facts.name)
        allowance = EngineAllowance.objects.filter(site=self.site, engine=facts.name).first()
        limit = allowance.monthly if allowance else None
        if limit is not None and used(facts.name, self.site) + characters > limit:
            raise NotAllowed("site-quota", engine=facts.name)
        self._count(characters)

    def give_back(self, characters: int) -> None:
        """Uncount what the engine did not take."""
        with transaction.atomic():
            self._count(-characters)

    def _count(self, characters: int) -> None:
        facts = self.engine.facts
        row, _ = EngineUse.objects.get_or_create(
            engine=facts.name,
            month=month_of(timezone.now()),
            site_id=self.site,
            source_language=self.source_language,
            language=self.language,
            currency=facts.currency,
        )
        EngineUse.objects.filter(pk=row.pk, characters__gte=-characters).update(
            characters=F("characters") + characters, cost=F("cost") + characters * facts.cost / 1_000_000
        )


def require_awake(engine: Engine) -> None:
    """Raise :class:`Busy` while an engine is left in peace."""
    health = EngineHealth.objects.filter(engine=engine.name).first()
    now = timezone.now()
    if health and health.resting_until and health.resting_until > now:
        raise Busy("resting", after=(health.resting_until - now).total_seconds(), engine=engine.name)


def went_well(engine: Engine) -> None:
    """Note an answer that could be used."""
    EngineHealth.objects.update_or_create(
        engine=engine.name, defaults={"failures": 0, "resting_until": None, "well_at": timezone.now()}
    )


@transaction.atomic
def went_wrong(engine: Engine, error: EngineError) -> None:
    """Note a failure that says something about the engine; after some in a row it rests."""
    if not error.counts or error.code == "resting":
        return
    now = timezone.now()
    health, _ = EngineHealth.objects.get_or_create(engine=engine.name)
    health = EngineHealth.objects.select_for_update().get(engine=engine.name)
    health.failures += 1
    health.code, health.values, health.failed_at = error.code, _plain(error.values), now
    if health.failures >= FAILURES:
        rest = min(FIRST_REST * 2 ** min(health.failures - FAILURES, 10), LONGEST_REST)
        health.resting_until = now + dt.timedelta(seconds=rest)
    health.save()


@dataclass(frozen=True)
class State:
    """How an engine is, as far as is known without asking it."""

    used: int  #: characters this month
    key: bool | None  #: whether its key is where the settings say; None: it needs none
    resting: dt.datetime | None
    problem: str  #: what went wrong last, if nothing went well since

    @property
    def ready(self) -> bool:
        """Whether nothing keeps it from working."""
        return self.key is not False and self.resting is None


def state_of(engine: Engine) -> State:
    """How an engine is. Nothing is asked or sent."""
    health = EngineHealth.objects.filter(engine=engine.name).first()
    until = health.resting_until if health else None
    key = getattr(engine, "key", None)
    needed = key is not None and bool(key.where or getattr(engine, "needs_key", False))
    return State(
        used=used(engine.name),
        key=key.there if key is not None and needed else None,
        resting=until if until and until > timezone.now() else None,
        problem=health.problem if health and health.failures else "",
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float) else str(value)[:200] for name, value in values.items()}
