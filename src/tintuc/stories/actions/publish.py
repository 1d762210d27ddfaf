"""Makes versions of articles public: the one place where an article goes live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, Revision, WorkflowState

from tintuc.jobs.together import together
from tintuc.stories import signals
from tintuc.stories.actions.go_live import go_live
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Article, Clearance, Placement, Release
from tintuc.stories.models.article import digest_of

#: What is still under way about some articles: versions that wait for a moment, and workflows.
_UNDER_WAY = """
SELECT 'version', id FROM wagtailcore_revision
WHERE base_content_type_id = %s AND object_id IN ({0}) AND approved_go_live_at IS NOT NULL
UNION ALL SELECT 'workflow', id FROM wagtailcore_workflowstate
WHERE base_content_type_id = %s AND object_id IN ({0}) AND status IN (%s, %s)
"""
_ACTIVE = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass
class Going:
    """One version on its way out, and what became of it."""

    row: Article  #: as it was, locked
    revision: Revision
    version: Article  #: the words of the revision; the row itself, once it is released
    clearance: Clearance | None = None
    content: dict[str, Any] | None = None
    release: Release | None = None  #: None: it was refused, or waits for its moment
    refusal: StoryError | None = None

    @property
    def waits(self) -> bool:
        """Whether its moment has not come."""
        return bool(self.version.go_live_at and self.version.go_live_at > timezone.now())


def publish(
    *,
    revisions: Mapping[int, Revision | None],
    by: Any = None,
    at_once: bool = False,
    changed: bool = True,
    log_action: bool | str = True,
    previous_revision: Revision | None = None,
) -> list[Going]:
    """Release one version each of some articles, by primary key; ``None`` is the newest. Those whose moment has not
    come are scheduled or, ``at_once``, refused.

    A version that is refused keeps nobody back: its ``refusal`` says why. The other keywords are those of Wagtail's
    ``publish``. Whoever calls has asked whether ``by`` may.
    """
    with together():
        every = [_going(row, revisions[row.pk]) for row in _locked(revisions)]
        placements = Placement.objects.select_related("edition", "section")
        prefetch_related_objects([going.version for going in every], Prefetch("placements", placements))
        for going in every:
            _clear(going, by, at_once)
        cleared = [going for going in every if going.refusal is None]
        Clearance.objects.bulk_create([going.clearance for going in cleared if going.clearance._state.adding])
        for going in cleared:
            if going.waits:
                _schedule(going, by, changed, log_action, previous_revision)
        _release([going for going in cleared if not going.waits], by)
        if log_action:
            action = log_action if isinstance(log_action, str) else "wagtail.publish"
            _log([going for going in cleared if going.release], by, action, changed, previous_revision)
    return every


def _locked(pks: Collection[int]) -> list[Article]:
    """The rows, in the order asked for, with all that a release asks of them: articles of one story share it."""
    Article.hold(pks)
    with_story = ("story__provider", "story__licence", "latest_revision", "current_release")
    found = Article.objects.select_related(*with_story).in_bulk(list(pks))
    stories = {row.story_id: row.story for row in found.values()}
    for row in found.values():
        row.story = stories[row.story_id]
    prefetch_related_objects(list(stories.values()), "credits")
    return [found[pk] for pk in pks]


def _going(row: Article, revision: Revision | None) -> Going:
    if revision is None or revision.pk == row.latest_revision_id:
        revision = row.latest_revision
    return Going(row, revision, row.with_content_json(revision.content))


def _clear(going: Going, by: Any, at_once: bool) -> None:
    version = going.version
    try:
        if at_once and going.waits:
            moment = date_format(timezone.localtime(version.go_live_at), "DATETIME_FORMAT")
            raise StoryError(_("It has a moment of its own: %(moment)s.") % {"moment": moment})
        going.content = version.public_content()
        going.clearance = version.ask_clearance(digest_of(going.content), by=by)
    except StoryError as refusal:
        going.refusal = refusal


def _schedule(going: Going, by: Any, changed: bool, log_action: Any, previous: Revision | None) -> None:
    """Have Wagtail keep the version for its moment; nothing becomes public."""
    # Imported here because wagtail.actions cannot be imported before wagtail.models is ready.
    from wagtail.actions.publish_revision import PublishRevisionAction

    action = PublishRevisionAction(going.revision, by, changed, log_action, previous)
    action.execute(skip_permission_checks=True)


def _release(out: list[Going], by: Any) -> None:
    if not out:
        return
    now = timezone.now()
    for going in out:
        going.release = _frozen(going, by, now)
    Release.objects.bulk_create([going.release for going in out])
    versions, workflows = _under_way(out)
    if versions:
        Revision.objects.filter(pk__in=versions).update(approved_go_live_at=None)
    go_live(out, now)
    for state in WorkflowState.objects.active().filter(pk__in=workflows) if workflows else ():
        state.cancel(user=by)
    for going in out:
        before = going.row.current_release
        signals.released.send(Article, article=going.version, release=going.release, before=before)


def _under_way(out: list[Going]) -> tuple[list[int], list[int]]:
    """The versions of the articles that wait for a moment, and the workflows that go on."""
    owners = [Article.get_base_content_type().pk, *(str(going.row.pk) for going in out)]
    with connection.cursor() as cursor:
        cursor.execute(_UNDER_WAY.format(", ".join(["%s"] * len(out))), [*owners, *owners, *_ACTIVE])
        rows = cursor.fetchall()
    return [pk for kind, pk in rows if kind == "version"], [pk for kind, pk in rows if kind == "workflow"]


def _frozen(going: Going, by: Any, now: dt.datetime) -> Release:
    """What readers are given from now on, not yet in the table."""
    row, content, clearance = going.row, going.content or {}, going.clearance
    last = row.current_release
    if last is None and row.first_published_at:  # it was taken down
        last = row.releases.order_by("-number").first()
    corrected, before = _corrections(content), _corrections(last.content) if last else 0
    kind = Release.Kind.CORRECTION if corrected > before else Release.Kind.UPDATE if last else Release.Kind.FIRST
    return Release(
        article=going.version,
        number=last.number + 1 if last else 1,
        kind=kind,
        clearance=clearance,
        revision_id=going.revision.pk,
        digest=clearance.digest if clearance else "",
        content=content,
        released_at=going.version.released_at or (last.released_at if last else now),
        released_by=by,
    )


def _corrections(content: Mapping[str, Any]) -> int:
    return sum(block["type"] == "correction" for block in content["body"])


def _log(out: list[Going], by: Any, action: str, changed: bool, previous: Revision | None) -> None:
    """Wagtail's log of the articles; its own function asks the database about each line before it writes it."""
    context, kind = get_active_log_context(), ContentType.objects.get_for_model(Article)
    reverted = {"revision": {"id": previous.pk, "created": previous.created_at}} if previous else {}
    lines = []
    for going in out:
        data, said = dict(reverted), {"old": str(going.row), "new": str(going.version)}
        actions = [action]
        if going.row.live and said["old"] != said["new"]:
            data["title"] = said
            actions = ["wagtail.rename", action]
        lines += [
            ModelLogEntry(
                content_type=kind,
                object_id=str(going.row.pk),
                label=said["new"],
                action=name,
                timestamp=timezone.now(),
                user=by or context.user,
                uuid=context.uuid,
                data=data,
                revision=going.revision,
                content_changed=changed,
            )
            for name in actions
        ]
    ModelLogEntry.objects.bulk_create(lines)
