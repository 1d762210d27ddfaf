"""The work of a machine, done by the worker: drafts come batch by batch and are put into the article at the end.

Each draft is kept as it comes. If the worker dies, the next one goes on where it was; only the batch that was on its
way can be paid for twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tintuc.jobs.holding import hold
from tintuc.jobs.models import Job
from tintuc.jobs.queue import enqueue
from tintuc.jobs.registry import every, handler
from tintuc.stories.models import Article
from tintuc.translation.actions.draft import JOB
from tintuc.translation.actions.write import write
from tintuc.translation.engines.choosing import choose
from tintuc.translation.engines.drafts import draft_blocks, kept
from tintuc.translation.engines.errors import EngineError
from tintuc.translation.engines.pieces import Piece, pieces, value_of
from tintuc.translation.engines.plug import Engine
from tintuc.translation.errors import PassageChanged, TranslationRefused
from tintuc.translation.models import Drafting, Unit
from tintuc.translation.queries import STALE, UNTRANSLATED, UnitView, source_of, units

LOG = logging.getLogger(__name__)
#: Pieces of work after which a failing one is given up, and seconds before the second; doubled with each further.
TRIES, FIRST_WAIT, LONGEST_WAIT = 6, 15.0, 1800.0
#: Seconds in which a worker must say that it lives, and minutes without any job after which work counts as lost.
LEASE, LOST = 60, 10


@handler(JOB, retries=20, lease_seconds=LEASE)
def do_drafting(drafting: int) -> None:
    """Do one drafting, or go on with it."""
    work = Drafting.objects.select_related("article__story", "by").filter(pk=drafting).first()
    if work is None or not work.active:
        return
    begun = Drafting.objects.filter(pk=work.pk, state__in=Drafting.ACTIVE)
    if not begun.update(state=Drafting.State.RUNNING, tries=F("tries") + 1):  # stopped in this moment
        return
    work.refresh_from_db()
    try:
        _work(work)
    except EngineError as error:
        _failed(work, error)
    except TranslationRefused:
        _end(work, Drafting.State.FAILED, "changed")
    except PermissionDenied:
        _end(work, Drafting.State.FAILED, "forbidden")
    except Exception:
        LOG.exception("drafting %s of article %s failed", work.pk, work.article_id)
        _end(work, Drafting.State.FAILED, "fault", {})


def _work(work: Drafting) -> None:
    article = work.article
    version = article.newest()
    source = source_of(version)
    if source is None:
        _end(work, Drafting.State.DONE)
        return
    todo = pieces(source, [view.key for view in wanted(version, source)])
    blocks = [block for piece in todo for block in piece.blocks]
    Drafting.objects.filter(pk=work.pk).update(total=len(blocks), done=0)
    # Asked anew at each try: an embargo may have been set since.
    engine = choose(
        story=article.story, source_language=article.source_language, language=article.language, name=work.engine
    )
    try:
        draft_blocks(
            article=article,
            engine=engine,
            blocks=blocks,
            source_language=article.source_language,
            came=lambda count: _came(work, count),
            stop=lambda: _stopped(work),
        )
    except EngineError as error:
        if not (error.again and work.tries < TRIES):
            put_in(work, engine, todo)
        raise
    put_in(work, engine, todo)
    _end(work, Drafting.State.DONE)


def wanted(version: Article, source: Article) -> list[UnitView]:
    """The passages a machine may write: those without words, and its own stale drafts that nobody has looked at."""
    mine = Unit.objects.filter(article=version.pk, state=Unit.State.INITIAL, origin=Unit.Origin.MACHINE, edited=False)
    raw = set(mine.values_list("key", flat=True))
    return [
        view
        for view in units(version, source)
        if view.state == UNTRANSLATED or (view.state == STALE and view.key in raw)
    ]


def put_in(work: Drafting, engine: Engine, todo: list[Piece]) -> None:
    """Write the drafts into the newest version, where still nobody has written."""
    drafts = kept(work.article, engine.name, [block for piece in todo for block in piece.blocks])
    texts = {key: draft.text for key, draft in drafts.items()}
    made = {piece.key: value_of(piece, texts) for piece in todo}
    words = {key: value for key, value in made.items() if value}
    for _ in range(3):
        with transaction.atomic():
            # Whoever stops the work meanwhile waits: what is stopped writes nothing any more.
            hold(Drafting.objects.filter(pk=work.pk))
            if _stopped(work):
                return
            version = Article.objects.select_related("story").get(pk=work.article_id).newest()
            source = source_of(version)
            open_now = {view.key: view.target_digest for view in wanted(version, source)} if source else {}
            unchanged = {passage.key: passage.digest for passage in source.passages()} if source else {}
            words = {
                piece.key: words[piece.key]
                for piece in todo
                if piece.key in words and piece.key in open_now and unchanged.get(piece.key) == piece.passage.digest
            }
            expected = {
                key: (digest if _has_words(version, key) else "") for key, digest in open_now.items() if key in words
            }
            if not words:
                return
            try:
                with transaction.atomic():
                    write(
                        article=work.article,
                        words=words,
                        by=work.by,
                        origin=Unit.Origin.MACHINE,
                        engine=engine.name,
                        expected=expected,
                    )
            except PassageChanged:
                continue
            Drafting.objects.filter(pk=work.pk).update(written=len(words))
            return


def _has_words(version: Article, key: str) -> bool:
    return any(passage.key == key and passage.text.strip() for passage in version.passages())


def _came(work: Drafting, count: int) -> None:
    Drafting.objects.filter(pk=work.pk).update(done=F("done") + count, changed_at=timezone.now())


def _stopped(work: Drafting) -> bool:
    return not Drafting.objects.filter(pk=work.pk, state=Drafting.State.RUNNING).exists()


def _failed(work: Drafting, error: EngineError) -> None:
    """Try again later if that may help; the queue's own retries are for workers that die."""
    values = {
        name: value if isinstance(value, int | float) else str(value)[:200] for name, value in error.values.items()
    }
    if not (error.again and work.tries < TRIES):
        _end(work, Drafting.State.FAILED, error.code, values)
        return
    wait = max(getattr(error, "after", None) or 0, FIRST_WAIT * 2 ** (work.tries - 1))
    later = timezone.now() + dt.timedelta(seconds=min(wait, LONGEST_WAIT))
    with transaction.atomic():
        waiting = Drafting.objects.filter(pk=work.pk, state=Drafting.State.RUNNING)
        if waiting.update(state=Drafting.State.WAITING, code=error.code, values=values, changed_at=timezone.now()):
            enqueue(JOB, {"drafting": work.pk}, key=str(work.pk), run_at=later)


def _end(work: Drafting, state: str, code: str = "", values: dict[str, Any] | None = None) -> None:
    Drafting.objects.filter(pk=work.pk, state__in=Drafting.ACTIVE).update(
        state=state, code=code, values=values or {}, changed_at=timezone.now()
    )


@every(300, name="translation.lost_draftings")
def lost_draftings() -> None:
    """Call work failed that no job does any more, so that it can be started again."""
    old = timezone.now() - dt.timedelta(minutes=LOST)
    live = Job.objects.filter(kind=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING])
    doing = {arguments.get("drafting") for arguments in live.values_list("arguments", flat=True)}
    for work in Drafting.objects.filter(state__in=Drafting.ACTIVE, changed_at__lt=old):
        if work.pk not in doing:
            _end(work, Drafting.State.FAILED, "lost")
