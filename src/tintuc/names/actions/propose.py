"""Proposes what may be names and no record knows."""

from __future__ import annotations

from collections.abc import Iterable

from tintuc.names.models import Proposal
from tintuc.names.queries import known_forms
from tintuc.text.names import likely

#: Proposals of one text; a list of all players of a league is no story.
MOST = 80
#: Characters to each side of a name that are kept, to tell who it is.
AROUND = 100


def propose(*, texts: Iterable[str], language: str, article: int | None = None, site: int | None = None) -> int:
    """Propose the unknown names of a story, each once for ever; return how many are new."""
    found: dict[str, str] = {}
    for text in texts:
        for form, start, end in likely(text, language):
            if len(form) <= 200 and len(found) < MOST:
                found.setdefault(form, " ".join(text[max(0, start - AROUND) : end + AROUND].split()))
    known = known_forms(found)
    had = set(Proposal.objects.filter(language=language, text__in=list(found)).values_list("text", flat=True))
    fresh = [
        Proposal(language=language, text=form, context=context[:300], article=article, site=site)
        for form, context in found.items()
        if form.casefold() not in known and form not in had
    ]
    Proposal.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
