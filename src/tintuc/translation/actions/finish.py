"""Marks what readers have been given."""

from __future__ import annotations

from tintuc.stories.models import Release
from tintuc.stories.passages import passages
from tintuc.translation.models import Unit


def finish(releases: list[Release]) -> None:
    """Call the passages of releases final. A machine's draft that nobody has looked at stays one, labelled or not."""
    releases = [release for release in releases if release.content["language"] != release.content["source_language"]]
    if not releases:
        return
    released = {
        (release.article_id, passage.key): passage.digest
        for release in releases
        for passage in passages(release.content)
        if passage.text.strip()
    }
    done = Unit.objects.filter(state__in=[Unit.State.TRANSLATED, Unit.State.REVIEWED])
    rows = done.filter(article__in=[release.article_id for release in releases])
    found = rows.values_list("pk", "article", "key", "target_digest")
    final = [pk for pk, article, key, digest in found if released.get((article, key)) == digest]
    if final:
        Unit.objects.filter(pk__in=final).update(state=Unit.State.FINAL)
