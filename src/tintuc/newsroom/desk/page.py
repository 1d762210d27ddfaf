"""Everything the translation desk shows of one article when it opens, and what has changed since."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from tintuc.network.languages import LANGUAGES
from tintuc.network.permissions import sites_for
from tintuc.newsroom.desk.rows import rows
from tintuc.stories.models import Article
from tintuc.translation.actions.merge import may_undo, proposed
from tintuc.translation.hints import hints
from tintuc.translation.models import Base, Claim, Comment, Unit
from tintuc.translation.queries import source_rows


def opened(version: Article, source: Article, user: Any) -> dict[str, Any]:
    """The whole screen as plain data."""
    found = rows(version, source)
    known = terms(version, source)
    return {
        "language": version.language,
        "sourceLanguage": source.language,
        "rows": found,
        **known,
        **talk(version, user),
        **following(version, source),
        "stamp": stamp(version, source),
        "vouched": person(version.vouched_by) if version.vouched else "",
        "words": version.words_digest(),
        "origin": version.origin,
    }


def changed(version: Article, source: Article, user: Any) -> dict[str, Any]:
    """What may be other than when the screen was opened."""
    return {
        "rows": rows(version, source),
        **following(version, source),
        "stamp": stamp(version, source),
        "vouched": person(version.vouched_by) if version.vouched else "",
        "words": version.words_digest(),
        "origin": version.origin,
    }


def person(user: Any) -> str:
    """What the screen calls somebody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def stamp(version: Article, source: Article | None = None) -> str:
    """The same as long as neither words nor states of a translation or its source have changed.

    Of a ``version`` and a ``source`` that have just been read, or else of the rows as they are now.
    """
    units = Unit.objects.filter(article=version.pk).aggregate(
        Max("at"), Max("reviewed_at"), Max("stale_since"), Count("pk"), Count("stale_since")
    )
    if source is None:
        names = ("latest_revision", "latest_revision__created_at", "vouched_digest")
        pair = Article.objects.filter(Q(pk=version.pk) | Q(pk__in=source_rows(version).values("pk")))
        found = sorted(pair.values_list(*names), key=lambda side: side[0] or 0)
    else:
        both = (
            (one.latest_revision_id, one.latest_revision.created_at, one.vouched_digest) for one in (version, source)
        )
        found = sorted(both, key=lambda side: side[0] or 0)
    return "|".join(str(value) for value in (*found, *units.values()))


def talk(version: Article, user: Any) -> dict[str, Any]:
    """Who is writing where, and what has been said."""
    claims = Claim.objects.filter(article=version.pk, until__gte=timezone.now()).exclude(by=user)
    said = Comment.objects.filter(article=version.pk).select_related("by", "resolved_by")
    return {
        "claims": {claim.place: person(claim.by) for claim in claims.select_related("by")},
        "comments": [
            {
                "place": one.place,
                "text": one.text,
                "by": person(one.by),
                "at": one.at.isoformat(),
                "resolved": person(one.resolved_by) if one.resolved_at else "",
            }
            for one in said[:500]
        ],
    }


def following(version: Article, source: Article) -> dict[str, Any]:
    """What following the source's blocks would do, and whether the last time can be taken back."""
    base = Base.objects.filter(article=version.pk).first()
    proposal = proposed(version, source, base)
    merge = proposal.merge
    fresh = merge and any(block["value"] for block in version.raw_body())
    return {
        "merge": {
            "gained": len(merge.gained),
            "missing": len(merge.missing),
            "lost": len(merge.lost),
            "moved": len(merge.moved),
            "refreshed": len(merge.refreshed),
            "fingerprint": proposal.fingerprint,
        }
        if fresh
        else None,
        "undo": may_undo(version, base),
    }


def terms(version: Article, source: Article) -> dict[str, Any]:
    """The house's terms and names that stand in the source, with their forms here, and where in the source they are."""
    said = hints(source.passages(), source.language, version.language, version.story.site_id)
    found = [
        {
            "kind": one.kind,
            "source": one.source[:3],
            "forms": one.forms,
            "forbidden": one.forbidden,
            "note": one.note,
        }
        for one in said.found
    ]
    return {"terms": found, "marks": said.places}


def settings_of(version: Article, source: Article, user: Any) -> dict[str, Any]:
    """What the template needs besides the data."""
    mine, theirs = LANGUAGES[version.language], LANGUAGES[source.language]
    site = version.story.site_id
    return {
        "article": version,
        "source": source,
        "language": mine,
        "source_language": theirs,
        "editions": [placement.edition for placement in version.placements.select_related("edition__site")],
        "may_release": site in sites_for(user, "release"),
        "may_waive": site in sites_for(user, "waive"),
    }
