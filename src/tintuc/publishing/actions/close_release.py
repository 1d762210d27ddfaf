"""Takes a release out of the public history."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.network.permissions import require
from tintuc.publishing.marks import mark
from tintuc.stories.errors import StoryError
from tintuc.stories.models import Release

CLOSED = "tintuc.close_release"


@transaction.atomic
def close_release(*, release: Release, by: Any, reason: str) -> None:
    """Show the words of an earlier release to readers no more; the newsroom keeps them, and the reason.

    For words that must not be repeated even as a difference: a libel, a name under protection. Raises ``NotAllowed``,
    or :class:`StoryError` for the release that is public now, or without a reason.
    """
    article = release.article
    if by is not None:
        require(by, "withdraw", article.story.site_id)
    if article.current_release_id == release.pk:
        raise StoryError(_("This is what readers see now. Correct it or withdraw the article instead."))
    if not reason.strip():
        raise StoryError(_("Give a reason; it is kept with the story."))
    Release.objects.filter(pk=release.pk).update(closed_at=timezone.now())
    log(instance=article, action=CLOSED, user=by, data={"number": release.number, "reason": reason})
    mark([f"story:{article.story_id}"])
