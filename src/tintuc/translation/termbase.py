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
    found = _standing(list(source), source_language) if source_language else set()
    found |= _standing(list(target), language, Term.Status.FORBIDDEN)
    rows = _rows(sorted(found)[:MOST], {source_language, language}, site)
    return _own_first(rows, source_language, language)


def _standing(texts: list[str], language: str, status: str = "") -> set[int]:
    """Concepts of which some form in the language, or one of a status, stands in the texts."""
    keys = sorted({key for text in texts for key in heads(text, language)})
    terms = Term.objects.filter(language=language, **({"status": status} if status else {}))
    candidates: list[tuple[str, int]] = []
    for start in range(0, len(keys), AT_ONCE):
        some = terms.filter(head__in=keys[start : start + AT_ONCE])
        candidates += some.order_by().values_list("text", "concept_id")
    matcher = Matcher(candidates, language, cased=False)
    return {concept for text in texts for concept in matcher.values(text)} if matcher else set()


def _for(site: int | None) -> Q:
    return Q(concept__site=None) | Q(concept__site=site) if site else Q(concept__site=None)


@dataclass(frozen=True)
class _Row:
    """A form of a concept, read without a model."""

    concept: int
    ident: str
    site: int | None
    language: str
    text: str
    status: str
    note: str


def _rows(concepts: list[int], languages: set[str], site: int | None) -> dict[int, list[_Row]]:
    rows: dict[int, list[_Row]] = defaultdict(list)
    fields = ("concept_id", "concept__ident", "concept__site_id", "language", "text", "status", "note")
    for start in range(0, len(concepts), AT_ONCE):
        some = concepts[start : start + AT_ONCE]
        terms = Term.objects.filter(_for(site), concept__in=some, language__in=languages)
        for values in terms.order_by("concept", "pk").values_list(*fields):
            rows[values[0]].append(_Row(*values))
    return rows


def _own_first(rows: dict[int, list[_Row]], source_language: str, language: str) -> list[Occurring]:
    """The site's own concepts, and of the network's those about which it has not decided."""
    own = [terms for terms in rows.values() if terms[0].site is not None]
    key = source_language or language
    decided = {term.text.casefold() for terms in own for term in terms if term.language == key}
    shared = [
        terms
        for terms in rows.values()
        if terms[0].site is None and not any(term.language == key and term.text.casefold() in decided for term in terms)
    ]
    return [_occurring(terms, source_language, language) for terms in (*own, *shared)]


def _occurring(terms: list[_Row], source_language: str, language: str) -> Occurring:
    source = [term for term in terms if term.language == source_language] if source_language else []
    target = [term for term in terms if term.language == language]
    return Occurring(
        concept=terms[0].ident,
        source=tuple(term.text for term in source),
        approved=tuple(term.text for term in target if term.status != FORBIDDEN),
        forbidden=tuple(term.text for term in target if term.status == FORBIDDEN),
        kept=tuple(term.text for term in source if term.status == KEPT),
        note=" ".join(term.note for term in target if term.note),
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
