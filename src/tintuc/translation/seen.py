"""The words of a source as somebody saw them, who may have worked on while it changed."""

from __future__ import annotations

from collections.abc import Mapping

from tintuc.stories.models import Article
from tintuc.translation.models import MinorEdit, PastUnit, Unit

#: Versions of a source that are looked through for words; a screen is rarely open over more.
VERSIONS = 12


def as_seen(source: Article, digests: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of the passages with these digests, by key, those that ``source`` words otherwise by now: digest and words then.

    An empty digest claims nothing. A change that was called a minor one is none. Words that nobody kept are empty:
    what was made from them is outdated all the same.
    """
    now = {passage.key: passage.digest for passage in source.passages()}
    other = {key: digest for key, digest in digests.items() if digest and key in now and digest != now[key]}
    other = {key: digest for key, digest in other.items() if _followed(source, key, digest) != now[key]}
    return {key: (digest, _words(source, key, digest)) for key, digest in other.items()}


def _followed(source: Article, key: str, digest: str) -> str:
    """The digest that minor edits have led to from this one."""
    for step in MinorEdit.objects.filter(article=source.pk, key=key).order_by("at", "pk"):
        if step.from_digest == digest:
            digest = step.to_digest
    return digest


def _words(source: Article, key: str, digest: str) -> str:
    for rows in (Unit.objects, PastUnit.objects):
        known = rows.filter(article__story=source.story_id, key=key, source_digest=digest).exclude(source_text="")
        if (text := known.values_list("source_text", flat=True).first()) is not None:
            return text
    for revision in source.revisions.order_by("-created_at", "-pk")[:VERSIONS]:
        for passage in revision.as_object().passages():
            if passage.key == key and passage.digest == digest:
                return passage.text
    return ""
