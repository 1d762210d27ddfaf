"""Takes a file of terms into the termbase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tintuc.jobs.holding import hold
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Network, Site
from tintuc.network.permissions import NotAllowed, require, sites_for
from tintuc.text.terms import head
from tintuc.translation.models import Concept, Term
from tintuc.translation.term_csv import read_csv
from tintuc.translation.term_files import ConceptRecord, Problem, TermFile, TermRecord
from tintuc.translation.term_tbx import read_tbx

#: Rows written at once.
A_BATCH = 1000
#: Differences told one by one.
MOST_TOLD = 1000


@dataclass(frozen=True)
class Difference:
    """Something the termbase has otherwise than the file."""

    concept: str
    what: str  #: subject, definition, or the term with its language
    is_: str  #: as the termbase has it
    would_be: str  #: as the file has it


@dataclass
class Taken:
    """What taking a file in did, or would have done."""

    concepts: int = 0  #: new ones
    terms: int = 0  #: new ones
    same: int = 0  #: terms that are there already
    replaced: int = 0
    differences: list[Difference] = field(default_factory=list)  #: left as they are, unless replaced
    problems: list[Problem] = field(default_factory=list)  #: with any of these nothing was taken in
    untold: int = 0

    @property
    def done(self) -> bool:
        """Whether the file was taken in."""
        return not self.problems


def read_terms(raw: bytes) -> TermFile:
    """Read CSV or TBX. Raises ``BadTermFile``."""
    languages = frozenset(LANGUAGES)
    start = raw[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    return read_tbx(raw, languages) if start.startswith(b"<") else read_csv(raw, languages)


@transaction.atomic
def take_terms(*, raw: bytes, site: Any = None, by: Any, replace: bool = False) -> Taken:
    """Add what the file has and the termbase has not; nothing at all if the file has a problem.

    What both have and differ in stays as it is and is told; with ``replace`` the file counts. Nothing is deleted.
    ``by`` is None for whoever sits at the machine. Raises ``BadTermFile`` for bytes that are no file of terms.
    """
    if by is not None:
        require_terms(by, site)
    file = read_terms(raw)
    hold(Site.objects.filter(pk=site.pk) if site else Network.objects.all())  # one file at a time
    taken = Taken(problems=file.problems, untold=file.untold)
    _check_heads(file)
    if not file.problems:
        idents = list(file.concepts)
        for start in range(0, len(idents), A_BATCH):
            _take_some([file.concepts[ident] for ident in idents[start : start + A_BATCH]], site, by, replace, taken)
    return taken


def require_terms(user: Any, site: Any) -> None:
    """Raise ``NotAllowed`` unless the person may change the termbase of the site, or of the network."""
    if site is not None:
        require(user, "keep_terms", site)
    elif not sites_for(user, "keep_terms"):
        raise NotAllowed(_("You may not change the termbase."))


def _check_heads(file: TermFile) -> None:
    for concept in file.concepts.values():
        for term in concept.terms:
            if not head(term.text, term.language):
                file.problem(0, f"“{term.text}” of concept {concept.ident} has neither letter nor digit.")


def _take_some(records: list[ConceptRecord], site: Any, by: Any, replace: bool, taken: Taken) -> None:
    idents = [record.ident for record in records]
    known = {concept.ident: concept for concept in Concept.objects.filter(site=site, ident__in=idents)}
    fresh = [
        Concept(ident=one.ident, site=site, subject=one.subject, definition=one.definition, changed_by=by)
        for one in records
        if one.ident not in known
    ]
    taken.concepts += len(fresh)
    Concept.objects.bulk_create(fresh)
    made = {concept.ident: concept for concept in fresh}
    terms = {(term.concept_id, term.language, term.text): term for term in Term.objects.filter(
        concept__in=[concept.pk for concept in known.values()])}  # fmt: skip
    new: list[Term] = []
    changed: set[int] = set()
    for record in records:
        concept = known.get(record.ident)
        if concept and _compare(concept, record, by, replace, taken):
            changed.add(concept.pk)
        here = concept or made[record.ident]
        for term in record.terms:
            old = terms.get((here.pk, term.language, term.text))
            if old is None:
                new.append(_term(here, term))
                changed.add(here.pk)
            elif _same_term(old, term, record.ident, replace, taken):
                changed.add(here.pk)
    taken.terms += len(new)
    Term.objects.bulk_create(new, batch_size=A_BATCH)
    Concept.objects.filter(pk__in=changed & {concept.pk for concept in known.values()}).update(
        changed_at=timezone.now(), changed_by=by
    )


def _term(concept: Concept, record: TermRecord) -> Term:
    return Term(
        concept_id=concept.pk,
        language=record.language,
        text=record.text,
        status=record.status,
        note=record.note,
        head=head(record.text, record.language),
    )


def _compare(concept: Concept, record: ConceptRecord, by: Any, replace: bool, taken: Taken) -> bool:
    """Tell, or carry out, what the file says otherwise of a concept. What the file leaves empty it does not say."""
    changed = {
        name: told
        for name in ("subject", "definition")
        if (told := getattr(record, name)) and told != getattr(concept, name)
    }
    for name, told in changed.items():
        if getattr(concept, name):
            _differs(taken, Difference(record.ident, name, getattr(concept, name), told), replace)
        if replace or not getattr(concept, name):
            Concept.objects.filter(pk=concept.pk).update(**{name: told})
    return bool(changed) and replace


def _same_term(old: Term, record: TermRecord, ident: str, replace: bool, taken: Taken) -> bool:
    note = record.note or old.note
    if (old.status, old.note) == (record.status, note):
        taken.same += 1
        return False
    is_, would_be = (", ".join(filter(None, pair)) for pair in ((old.status, old.note), (record.status, note)))
    _differs(taken, Difference(ident, f"{old.text} ({old.language})", is_, would_be), replace)
    if replace:
        Term.objects.filter(pk=old.pk).update(status=record.status, note=note)
    return replace


def _differs(taken: Taken, difference: Difference, replace: bool) -> None:
    taken.replaced += replace
    if len(taken.differences) < MOST_TOLD:
        taken.differences.append(difference)
    else:
        taken.untold += 1
