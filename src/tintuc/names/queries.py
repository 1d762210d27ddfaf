"""Which names the house knows stand in a text, and what other languages call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tintuc.names.keys import keys_in, keys_of
from tintuc.names.models import Name, NameForm, NameKey
from tintuc.text.scripts import script_shares
from tintuc.text.terms import Matcher

#: Values of one query's list, and names looked at for one text.
AT_ONCE, MOST = 500, 300
#: Rows of keys read for one text: "New" is part of many names.
MOST_KEYS = 20_000


@dataclass(frozen=True)
class Known:
    """A name that may stand in a text, in the text's language."""

    pk: int
    form: str
    others: tuple[str, ...]
    person: bool


@dataclass(frozen=True)
class Suggestion:
    """A name that stands in a source, and what the house calls it in another language; empty if it has no form."""

    pk: int
    kind: str
    source: str
    form: str
    order: str
    reading: str


def occurring(texts: Iterable[str], language: str) -> list[Known]:
    """The names of which all words but one, or a form the house does not use, may stand in the texts.

    Forms of other languages in the same script count as forms the house does not use here.
    """
    found = _candidates(list(texts), language)
    forms = NameForm.objects.filter(pk__in=found).select_related("name").prefetch_related("name__forms")
    return [_known(form) for form in sorted(forms, key=lambda form: found.index(form.pk))]


def _known(form: NameForm) -> Known:
    script = _script(form.text)
    foreign = [
        other.text
        for other in form.name.forms.all()
        if other.language != form.language and other.text != form.text and _script(other.text) == script
    ]
    others = tuple(dict.fromkeys([*form.other_forms(), *foreign]))
    return Known(form.name_id, form.text, others, form.name.kind == Name.Kind.PERSON)


def _script(text: str) -> str:
    return next(iter(script_shares(text)), "")


def _candidates(texts: list[str], language: str) -> list[int]:
    """Forms by how many of their keys the texts hold, most first; those that lack more than one are left out.

    A name is looked for by its keys in every language, so that another language's form leads to this one's.
    """
    wanted = sorted(set().union(*(keys_in(text) for text in texts)))
    shared: Counter[int] = Counter()
    read = 0
    for start in range(0, len(wanted), AT_ONCE):
        rows = NameKey.objects.filter(key__in=wanted[start : start + AT_ONCE])
        some = list(rows.values_list("form_id", flat=True)[: MOST_KEYS - read])
        shared.update(some)
        read += len(some)
        if read >= MOST_KEYS:
            break
    near = [pk for pk, _ in shared.most_common(4 * MOST)]
    texts_of: dict[int, tuple[int, list[str]]] = {}
    for start in range(0, len(near), AT_ONCE):
        for form in NameForm.objects.filter(pk__in=near[start : start + AT_ONCE]):
            texts_of[form.pk] = (form.name_id, [form.text, *form.other_forms()])
    keys = set(wanted)
    names = [texts_of[pk][0] for pk in near if pk in texts_of and _may_stand(texts_of[pk][1], keys)]
    own = dict(
        NameForm.objects.filter(name__in=list(dict.fromkeys(names))[:MOST], language=language).values_list("name", "pk")
    )
    return [own[name] for name in dict.fromkeys(names) if name in own]


def _may_stand(forms: list[str], keys: set[str]) -> bool:
    for form in forms:
        mine = keys_of(form)
        if len(mine & keys) >= max(1, len(mine) - 1):
            return True
    return False


def suggest(texts: Iterable[str], source_language: str, language: str) -> list[Suggestion]:
    """The known names that stand in a source, with their form in another language, for whoever translates."""
    texts = list(texts)
    names = {known.pk: known for known in occurring(texts, source_language)}
    forms = [(form, pk) for pk, known in names.items() for form in (known.form, *known.others)]
    matcher = Matcher(forms)
    standing = dict.fromkeys(pk for text in texts for pk in sorted(matcher.values(text)))
    rows = {name.pk: name for name in Name.objects.filter(pk__in=standing).prefetch_related("forms")}
    return [_suggestion(rows[pk], names[pk].form, language) for pk in standing if pk in rows]


def _suggestion(name: Name, source: str, language: str) -> Suggestion:
    form = name.form_in(language)
    if form is None:
        return Suggestion(name.pk, name.kind, source, "", "", "")
    return Suggestion(name.pk, name.kind, source, form.text, form.order, form.reading)


def known_forms(texts: Iterable[str]) -> set[str]:
    """Of some forms, those that a record has in whatever language, in small letters."""
    wanted = sorted(set(texts))
    keyed = sorted({key for text in wanted for key in keys_of(text)})
    have: set[str] = set()
    for start in range(0, len(keyed), AT_ONCE):
        rows = NameForm.objects.filter(keys__key__in=keyed[start : start + AT_ONCE]).distinct()[:MOST_KEYS]
        for form in rows:
            have |= {text.casefold() for text in (form.text, *form.other_forms())}
    return {text.casefold() for text in wanted} & have
