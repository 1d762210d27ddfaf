"""What the house says about the words of a source: terms and names with their forms in another language, in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tintuc.names.queries import suggest
from tintuc.stories.passages import Passage
from tintuc.text.terms import Matcher
from tintuc.translation.termbase import occurring

#: Marks in one article: beyond that nobody looks at them.
MOST_MARKS = 2000


@dataclass(frozen=True)
class Hint:
    """A term or a name that stands in a source, and what it is called in the other language."""

    kind: str  #: ``term``, or the kind of a name
    source: tuple[str, ...]  #: its forms in the source's language
    forms: tuple[str, ...]  #: how the house writes it; empty where nobody has decided
    forbidden: tuple[str, ...] = ()  #: how it does not
    note: str = ""  #: of a term what was noted, of a name how it is read


@dataclass(frozen=True)
class Hints:
    """All that was found, and where: for each key of a passage from and to in its text, and the number of the hint."""

    found: list[Hint]
    places: dict[str, list[tuple[int, int, int]]]

    def of(self, key: str) -> list[Hint]:
        """The hints of one passage, each once, in the order of its words."""
        return [self.found[number] for number in dict.fromkeys(number for _, _, number in self.places.get(key, ()))]


def hints(passages: Iterable[Passage], source_language: str, language: str, site: int | None) -> Hints:
    """What termbase and names say about the passages of a source, for a translation into ``language``."""
    passages = [passage for passage in passages if passage.text.strip()]
    texts = [passage.text for passage in passages]
    people = [
        Hint(name.kind, (name.source,), (name.form,) if name.form else (), note=name.reading)
        for name in suggest(texts, source_language, language)
    ]
    concepts = [
        Hint("term", one.source or one.kept, one.approved or one.kept, one.forbidden, one.note)
        for one in occurring(texts, [], source_language, language, site)
        if one.approved or one.forbidden or one.kept
    ]
    found = [*people, *concepts]
    forms = [(form, number) for number, one in enumerate(found) for form in one.source]
    matcher = Matcher(forms, source_language, cased=False)
    places: dict[str, list[tuple[int, int, int]]] = {}
    left = MOST_MARKS
    for passage in passages:
        for match in matcher.matches(passage.text) if matcher and left > 0 else ():
            for value in match.values:
                places.setdefault(passage.key, []).append((match.start, match.end, value))
                left -= 1
    return Hints(found, places)
