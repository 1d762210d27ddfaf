"""Is everybody the house knows called what the house calls them?

The newsroom keeps, for each person, organisation and place, one form a language. Here stands another: one the house has
put aside, the parts turned round, or a spelling one letter or mark away.

Known limits: near spellings are looked for in names of two words and more of scripts with spaces; another person of nearly
the same name is told too, until the house knows both. Turned-round names of speakers are told by `names.variants`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Name, Pass, Run
from tintuc.text.names import unmarked
from tintuc.text.terms import Matcher, Token, stem, tokens

#: Letters of a word in which one may differ, and two: in shorter ones another name is as likely.
ONE, TWO = 5, 9
#: Words of a name that is looked for in other spellings.
MOST_WORDS = 5
HOUSE, OTHER, ROUND = range(3)


def find(dossier: Dossier) -> Iterator[Finding]:
    """Look for every form of the names that may occur, and for what is nearly one."""
    names = dossier.names
    forms = [(name.form, 3 * number + HOUSE) for number, name in enumerate(names)]
    forms += [(form, 3 * number + OTHER) for number, name in enumerate(names) for form in name.others]
    forms += [(form, 3 * number + ROUND) for number, name in enumerate(names) for form in _turned(name)]
    written = Matcher(forms)
    kept = {name.form.casefold() for name in names} | {form.casefold() for form in dossier.known_names}
    for run in dossier.runs:
        if run.language:
            continue
        taken: list[tuple[int, int]] = []
        for match in written.matches(run.text):
            taken.append((match.start, match.end))
            quote = run.text[match.start : match.end]
            kinds = [value % 3 for value in match.values]
            if HOUSE not in kinds and " ".join(quote.split()).casefold() not in kept:
                name = names[match.values[0] // 3]
                reason = "another-form" if OTHER in kinds else "turned-round"
                yield _finding(reason, run, match.start, match.end, name)
        yield from _near(run, names, kept, taken, dossier.language)


def _turned(name: Name) -> Iterator[str]:
    parts = name.form.split()
    if name.person and 2 <= len(parts) <= 4 and not any(token.dense for token in tokens(name.form)):
        for form in dict.fromkeys((" ".join([*parts[1:], parts[0]]), " ".join([parts[-1], *parts[:-1]]))):
            if form != name.form:
                yield form


def _near(
    run: Run, names: tuple[Name, ...], kept: set[str], taken: list[tuple[int, int]], language: str
) -> Iterator[Finding]:
    here = tokens(run.text)
    places: dict[str, list[int]] = defaultdict(list)
    for number, token in enumerate(here):
        if token.text[:1].isupper():
            places[unmarked(token.text)].append(number)
    for name in names:
        form = tokens(name.form)
        if not 2 <= len(form) <= MOST_WORDS or any(token.dense for token in form):
            continue
        starts = {place - at for at, token in enumerate(form) for place in places.get(unmarked(token.text), ())}
        for start in sorted(starts):
            window = here[start : start + len(form)] if start >= 0 else []
            if len(window) != len(form) or not _alike(form, window, run.text, language):
                continue
            span = window[0].start, window[-1].end
            quote = run.text[span[0] : span[1]]
            free = all(span[1] <= begun or ended <= span[0] for begun, ended in taken)
            if free and " ".join(quote.split()).casefold() not in kept:
                taken.append(span)
                yield _finding("spelling", run, *span, name)


def _alike(form: list[Token], window: list[Token], text: str, language: str) -> bool:
    """Whether the words are the name's but for marks, or for a letter of one of them; endings do not count."""
    if any(text[one.end : two.start] not in {" ", "\u00a0", "-"} for one, two in pairwise(window)):
        return False
    if not all(token.text[:1].isupper() for token, known in zip(window, form, strict=True) if known.text[:1].isupper()):
        return False
    pairs = [(known, token) for known, token in zip(form, window, strict=True) if known.key != token.key]
    if not pairs or all(stem(known.text, language) == stem(token.text, language) for known, token in pairs):
        return False
    other = [(known.key, token.key) for known, token in pairs if unmarked(known.key) != unmarked(token.key)]
    return not other or (len(other) == 1 and _misspelt(*other[0]))


def _misspelt(known: str, word: str) -> bool:
    most = 2 if len(known) >= TWO else 1 if len(known) >= ONE else 0
    if known[0] != word[0] or known.startswith(word) or word.startswith(known):
        return False
    return 0 < OSA.distance(known, word, score_cutoff=most) <= most


def _finding(reason: str, run: Run, start: int, end: int, name: Name) -> Finding:
    quote = run.text[start:end]
    values = {"form": name.form, "is": quote}
    return Finding(reason, run.place(start, end), quote, values, replacement=name.form)


ORITA = Name("Maki Orita", ("Maki Olita",))

CHECK = Check(
    id="names.house-form",
    title="Not the house's form of a name",
    level=Level.QUERY,
    says={
        "another-form": "The house writes “%(form)s”, not “%(is)s”.",
        "turned-round": "The house writes “%(form)s”; “%(is)s” has the parts in another order.",
        "spelling": "The house knows “%(form)s”; “%(is)s” is a letter or a mark away from it.",
    },
    why="Readers and search find a person under one name; whoever is named wrongly is wronged.",
    fix="Use the house's form. If this is somebody else, enter the name, so that the house knows both.",
    since="0.1",
    find=find,
    needs=frozenset({"runs", "names"}),
    examples=(
        Pass(Dossier(body=(Block("Maki Orita's boat came. Orita waved."),), names=(ORITA,))),
        Pass(
            Dossier(body=(Block("Maki Orita met Mika Orita."),), names=(ORITA,), known_names=frozenset({"Mika Orita"}))
        ),
        Pass(
            Dossier(
                language="ru",
                body=(Block("Он встретил Андрея Коваленка."),),
                names=(Name("Андрей Коваленко"),),
            )
        ),
        Pass(
            Dossier(
                language="zh-Hans",
                body=(Block("特朗普（Donald Trump）说。"),),
                names=(Name("特朗普", ("川普",)),),
            )
        ),
        Find(Dossier(headline="Maki Olita on the harbour", names=(ORITA,)), reason="another-form", quote="Maki Olita"),
        Find(
            Dossier(language="zh-Hans", body=(Block("川普周一说。"),), names=(Name("特朗普", ("川普",)),)),
            reason="another-form",
            quote="川普",
        ),
        Find(
            Dossier(language="vi", body=(Block("Theo Orita Maki, bến đã xong."),), names=(ORITA,)),
            reason="turned-round",
            quote="Orita Maki",
        ),
        Find(
            Dossier(body=(Block("Keiko Kobayachi left."),), names=(Name("Keiko Kobayashi"),)),
            reason="spelling",
            quote="Keiko Kobayachi",
        ),
        Find(
            Dossier(language="vi", body=(Block("Ông Lê Van An nói."),), names=(Name("Lê Văn An"),)),
            reason="spelling",
            quote="Lê Van An",
        ),
    ),
)
