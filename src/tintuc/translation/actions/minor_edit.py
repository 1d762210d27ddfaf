"""The source's editor says that a change was a minor one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tintuc.network.permissions import require
from tintuc.stories.models import Article
from tintuc.translation.actions.count import count
from tintuc.translation.actions.record import keep
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.models import MinorEdit, Unit
from tintuc.translation.queries import translations_of

#: What the log calls it.
MINOR = "tintuc.translation.minor-edit"


@transaction.atomic
def minor_edit(*, article: Article, changes: Iterable[tuple[str, str]], by: Any, note: str = "") -> int:
    """Keep the translations of changed passages fresh; return how many units that concerns.

    ``article`` is the source, each change the key of a passage and the digest of the words translations were made
    from. Only units made from exactly those words are kept: one that lagged before lags on. Who said so, of which
    words, and why stands in :class:`~tintuc.translation.models.MinorEdit` and in the log of the article.
    """
    require(by, "write", article.story.site_id)
    translations = list(translations_of(article).values_list("pk", flat=True))
    Article.hold([article.pk, *translations])
    now = {passage.key: passage for passage in article.newest().passages() if passage.text.strip()}
    kept = 0
    for key, digest in changes:
        lagging = list(Unit.objects.filter(article__in=translations, key=key, source_digest=digest))
        if key not in now or not digest or digest == now[key].digest or not lagging:
            raise TranslationRefused(_("No translation was made from these words. Load the page again."))
        keep(lagging)
        passage = now[key]
        MinorEdit.objects.create(
            article_id=article.pk,
            key=key,
            from_digest=digest,
            from_text=lagging[0].source_text,
            to_digest=passage.digest,
            to_text=passage.text,
            note=note.strip()[:300],
            by=by,
        )
        Unit.objects.filter(pk__in=[unit.pk for unit in lagging]).update(
            source_digest=passage.digest, source_text=passage.text, stale_since=None
        )
        kept += len(lagging)
    if kept:
        count(story=article.story)
        log(instance=article, action=MINOR, user=by, data={"units": kept, "note": note.strip()[:300]})
    return kept
