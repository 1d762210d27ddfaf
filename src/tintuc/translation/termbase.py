"""The termbase as texts need it: what of it occurs, for a site and a pair of languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tintuc.text.terms import Matcher, heads
from tintuc.translation.models import Concept, Term
from tintuc.translation.term_files import FORBIDDEN, KEPT, ConceptRecord, TermRecord

#: Values of one query's list; SQLite takes some thousands.
AT_ONCE = 500
#: Concepts looked at for one text: far more than any text holds.
MOST = 5000


@dataclass(frozen=True)
class Occurring:
    """A concept that occurs, with its forms in two languages."""

    concept: str
    source: tuple[str, ...]  #: every form in the source's language
    approved: tuple[str, ...]
    forbidden: tuple[str, ...]
    kept: tuple[str, ...] = ()  #: forms of the source that no language changes
    note: str = ""


def occurring(
    source: Iterable[str], target: Iterable[str], source_language: str, language: str, site: int | None
) -> list[Occurring]:
    """The concepts of which a form stands in the source, or a forbidden form in the text itself.

    For a source article ``source_language`` is empty. A site's own concepts come before the network's; where both have
    the same form of the source, the site's counts.
    """
    sides = [(source_language, list(source)), (language, list(target))]
    found: set[int] = set()
    for tag, texts in sides:
        if tag:
            found |= _standing(texts, tag, site)
    rows = _rows(sorted(found)[:MOST], {source_language, language}, site)
    return _own_first(rows, source_language, language, site)


def _standing(texts: list[str], language: str, site: int | None) -> set[int]:
    """Concepts of which some form in the language stands in the texts."""
    keys = sorted({key for text in texts for key in heads(text, language)})
    candidates: list[tuple[str, int]] = []
    for start in range(0, len(keys), AT_ONCE):
        rows = Term.objects.filter(_for(site), language=language, head__in=keys[start : start + AT_ONCE])
        candidates += rows.values_list("text", "concept_id")
    matcher = Matcher(candidates, language, cased=False)
    return {concept for text in texts for concept in matcher.values(text)} if matcher else set()


def _for(site: int | None) -> Q:
    return Q(concept__site=None) | Q(concept__site=site) if site else Q(concept__site=None)


def _rows(concepts: list[int], languages: set[str], site: int | None) -> dict[int, list[Term]]:
    rows: dict[int, list[Term]] = defaultdict(list)
    for start in range(0, len(concepts), AT_ONCE):
        some = concepts[start : start + AT_ONCE]
        terms = Term.objects.filter(concept__in=some, language__in=languages).select_related("concept")
        for term in terms.order_by("concept", "pk"):
            rows[term.concept_id].append(term)
    return rows


def _own_first(rows: dict[int, list[Term]], source_language: str, language: str, site: int | None) -> list[Occurring]:
    own = [terms for terms in rows.values() if terms[0].concept.site_id is not None]
    shared = [terms for terms in rows.values() if terms[0].concept.site_id is None]
    key = source_language or language
    decided = {term.text.casefold() for terms in own for term in terms if term.language == key}
    found = [_occurring(terms, source_language, language) for terms in own]
    for terms in shared:
        if not any(term.language == key and term.text.casefold() in decided for term in terms):
            found.append(_occurring(terms, source_language, language))
    return found


def _occurring(terms: list[Term], source_language: str, language: str) -> Occurring:
    def forms(tag: str, *statuses: str, but: str = "") -> tuple[str, ...]:
        return tuple(
            term.text
            for term in terms
            if term.language == tag and term.status != but and (not statuses or term.status in statuses)
        )

    return Occurring(
        concept=terms[0].concept.ident,
        source=forms(source_language) if source_language else (),
        approved=forms(language, but=FORBIDDEN),
        forbidden=forms(language, FORBIDDEN),
        kept=forms(source_language, KEPT) if source_language else (),
        note=" ".join(term.note for term in terms if term.language == language and term.note),
    )


def visible(sites: Iterable[int]) -> QuerySet[Concept]:
    """The network's concepts and those of the sites."""
    return Concept.objects.filter(Q(site=None) | Q(site__in=list(sites)))


def records(site: int | None = None, *, every: bool = False) -> Iterator[ConceptRecord]:
    """The network's concepts, or a site's, as files hold them; ``every``: all there are."""
    concepts = Concept.objects.all() if every else Concept.objects.filter(site=site)
    for concept in concepts.order_by("pk").prefetch_related("terms").iterator(chunk_size=1000):
        yield ConceptRecord(
            concept.ident,
            concept.subject,
            concept.definition,
            [TermRecord(term.language, term.text, term.status, term.note) for term in concept.terms.all()],
        )
