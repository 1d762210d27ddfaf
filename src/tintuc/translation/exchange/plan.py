"""What taking a file in would do, passage by passage, before anything is done.

Every problem is named at its place. Reading a file is one thing and judging it another: this module judges what
:mod:`~tintuc.translation.exchange.xliff` and :mod:`~tintuc.translation.exchange.po` have read, and changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Revision

from tintuc.stories.blocks import rows_of
from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.text.normal import normal
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange import po, xliff
from tintuc.translation.exchange.bounds import CONTROL, FileRefused, text_of
from tintuc.translation.exchange.codes import BrokenCodes, Code, bare, check, enrich, unescaped
from tintuc.translation.exchange.sheet import (
    INITIAL,
    Row,
    Sheet,
    digest_of,
    flatten_passage,
    ident,
    is_rich,
    is_table,
    notes_of,
    room_of,
    target_of,
    values,
)
from tintuc.translation.models import Comment, Unit
from tintuc.translation.queries import STALE, source_of, units

#: What becomes of a passage.
TAKE, TAKE_STALE, CONFIRM, SAME, KEEP, EMPTY, REFUSE, MISSING = (
    "take",
    "take as stale",
    "confirm",
    "same",
    "keep",
    "empty",
    "refuse",
    "missing",
)
#: What changes the article.
ACTS = frozenset({TAKE, TAKE_STALE, CONFIRM})
#: Places that may rightly read the same in both languages.
NAMES = frozenset({("turn", "speaker"), ("quote", "attribution"), ("picture", "credit"), ("dateline", "")})
#: A translation longer than this many times its source and then some is not one: English from Chinese has five times
#: the characters, a headline may double.
LONGEST_TIMES, LONGEST_MORE = 8, 400
#: Notes of an agency on one passage, and characters of one.
MOST_SAID, LONGEST_NOTE = 5, 1500
#: Foreign passages that are named one by one; of a file that has more, nobody reads the list.
MOST_NAMED = 50
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
#: Languages that put no space between words, so that a line break in a paragraph is nothing.
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
#: Names that tools give the two ways of writing Chinese.
CHINESE = {
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-hans-cn": "zh-hans",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-hant-tw": "zh-hant",
}


@dataclass(frozen=True)
class Problem:
    """Something a person should know, in a sentence."""

    code: str
    says: str


@dataclass
class Line:
    """One passage: what it is now, what the file has for it, and what would become of it."""

    key: str
    kind: str
    part: str
    source: str
    before: str = ""
    after: str = ""
    verdict: str = MISSING
    problems: list[Problem] = field(default_factory=list)
    equal: bool = False  #: whether the file's words are the source's again; a name or a number may be
    value: str = ""  #: as it would be stored
    source_digest: str = ""  #: of the words it was made from
    source_text: str = ""
    place: str = ""  #: id of its block, or its field: what comments hang on
    said: list[str] = field(default_factory=list)  #: what the agency writes about it

    def refuse(self, code: str, says: str) -> None:
        """Leave the passage as it is, and say why."""
        self.verdict = REFUSE
        self.tell(code, says)

    def tell(self, code: str, says: str) -> None:
        """Say something about the passage."""
        self.problems.append(Problem(code, says))


@dataclass
class Plan:
    """What would happen, whole."""

    article: Article
    format: str = ""
    refused: str = ""  #: why nothing at all may be taken in; empty if something may
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fingerprint: str = ""  #: the same only while file, article and source are

    @property
    def acts(self) -> list[Line]:
        """The passages that would change."""
        return [] if self.refused else [line for line in self.lines if line.verdict in ACTS]

    @property
    def said(self) -> list[Line]:
        """The passages about which the agency writes something that is not here yet."""
        return [] if self.refused else [line for line in self.lines if line.said]

    @property
    def codes(self) -> list[str]:
        """Every problem's code, for machines."""
        return [problem.code for problem in self.problems] + [p.code for line in self.lines for p in line.problems]

    def count(self) -> dict[str, int]:
        """How many passages there are of each verdict."""
        return dict(Counter(line.verdict for line in self.lines))


@dataclass(frozen=True)
class _Origin:
    """A passage of the source with its codes."""

    passage: Passage
    flat: str
    codes: tuple[Code, ...]


def read(raw: bytes) -> tuple[str, Sheet]:
    """The format of a file, and what it says. Raises :class:`FileRefused`."""
    text = text_of(raw)
    if xliff.LOOKS.search(text[:8192]):
        return "XLIFF", xliff.read(raw)
    if not text.lstrip().startswith("<") and po.LOOKS.search(text[:65536]):
        return "PO", po.read(raw)
    raise FileRefused(_("The file is neither XLIFF 2 nor PO."))


def plan_of(article: Article, raw: bytes, *, overwrite: bool = False) -> Plan:
    """What taking ``raw`` into the newest version of ``article`` would do. Changes nothing.

    With ``overwrite`` the file also wins where somebody changed the translation here after it went out.
    """
    version = article.newest()
    plan = Plan(article=version)
    source = source_of(version)
    try:
        if source is None:
            raise TranslationRefused(_("The source article is not a translation: no file is taken in for it."))
        plan.format, sheet = read(raw)
        _require_ours(version, source, sheet)
    except TranslationRefused as refusal:
        plan.refused = str(refusal)
        return plan
    parts = [
        article.pk,
        version.latest_revision_id,
        source.latest_revision_id,
        overwrite,
        hashlib.sha256(raw).hexdigest(),
    ]
    plan.fingerprint = hashlib.sha256(repr(parts).encode()).hexdigest()
    _Judge(plan, version, source, sheet, overwrite).judge()
    _refuse_copies(plan)
    return plan


def _require_ours(article: Article, source: Article, sheet: Sheet) -> None:
    """Raise :class:`FileRefused` for a file of another article or other languages."""
    if sheet.article not in (None, article.pk) or sheet.story not in (None, article.story_id):
        raise FileRefused(_("The file belongs to another article. Open that one, or choose another file."))
    for said, wanted in ((sheet.source_language, source.language), (sheet.language, article.language)):
        if said and not _same_language(said, wanted):
            raise FileRefused(
                _("The file says: from %(source)s into %(target)s. Wanted is from %(from)s into %(into)s.")
                % {
                    "source": sheet.source_language or "?",
                    "target": sheet.language or "?",
                    "from": source.language,
                    "into": article.language,
                }
            )


def _same_language(said: str, wanted: str) -> bool:
    said, wanted = said.replace("_", "-").lower(), wanted.lower()
    said = CHINESE.get(said, said)
    return said == wanted or ("-" not in wanted and said.split("-")[0] == wanted)


def _refuse_copies(plan: Plan) -> None:
    """Refuse a file all of whose translations are their sources again: it was sent back as it came."""
    offered = [line for line in plan.lines if line.after]
    if any(line.verdict == REFUSE for line in offered) and all(line.equal for line in offered):
        plan.refused = _("The translations in this file equal their sources. Nothing of it is taken in.")


class _Judge:
    """Goes through a file's rows beside the article."""

    def __init__(self, plan: Plan, version: Article, source: Article, sheet: Sheet, overwrite: bool) -> None:
        self.plan, self.version, self.source, self.sheet, self.overwrite = plan, version, source, sheet, overwrite
        self.now = {ident(one.passage.key): one for one in _origins(source)}
        earlier = _revision(source, sheet.source_revision)
        self.exported = {ident(one.passage.key): one for one in _origins(earlier)} if earlier else {}
        self.mine = values(version)
        self.states = {view.key: view.state for view in units(version, source)}
        had = _revision(version, sheet.revision)
        here = {block["id"] for block in version.raw_body()}
        self.taken_out = {block["id"] for block in had.raw_body()} - here if had else set()
        self.here = here
        self.ours = _our_words(version)

    def judge(self) -> None:
        """Fill the plan."""
        given: dict[str, list[Row]] = {}
        for row in self.sheet.rows:
            given.setdefault(row.key, []).append(row)
        self._tell_file(given)
        for key, origin in self.now.items():
            passage = origin.passage
            line = Line(passage.key, passage.kind, passage.part, passage.text)
            line.place = passage.block or passage.field
            self.plan.lines.append(line)
            rows = given.get(key)
            if rows:
                self._hear(line, rows)
                self._judge_row(line, rows, origin)
            else:
                self._tell_missing(line, key)

    def _tell_file(self, given: dict[str, list[Row]]) -> None:
        tell = self.plan.problems.append
        strange = [key for key in given if key not in self.now]
        removed = [key for key in strange if key in self.exported]
        foreign = [key for key in strange if key not in self.exported] + list(self.sheet.strangers)
        for key in removed:
            tell(Problem("removed", _("%(unit)s is not in the source any more: left out.") % {"unit": key[:80]}))
        for key in foreign[:MOST_NAMED]:
            tell(Problem("foreign", _("%(unit)s is no passage of this article: left out.") % {"unit": key[:80]}))
        if more := len(foreign[MOST_NAMED:]):
            tell(Problem("foreign", _("%(count)s more are no passages of this article: left out.") % {"count": more}))
        order = {key: place for place, key in enumerate(self.exported or self.now)}
        places = [order[key] for key in given if key in order]
        if places != sorted(places):
            tell(Problem("reordered", _("The file has its passages in another order. Each goes to its own place.")))
        if not (self.sheet.language and self.sheet.source_language):
            tell(Problem("no-language", _("The file does not say its languages.")))
        if self.sheet.article is None:
            tell(Problem("no-article", _("The file does not say whose it is; its passages are judged by their ids.")))

    def _tell_missing(self, line: Line, key: str) -> None:
        value = self.mine.get(line.key, "")
        line.before = target_of(self.now[key].passage, value, self.now[key].codes)
        if self.exported and key not in self.exported:
            line.tell("added", _("This passage came to the source after the file went out."))
        else:
            line.tell("missing", _("The file has no such passage. What is here stays."))

    def _hear(self, line: Line, rows: list[Row]) -> None:
        """Keep what the agency writes about a passage, our own words and what is known apart."""
        known = self.ours.get(line.place, set()) | self.ours[""]
        texts = (CONTROL.sub("", text).strip() for row in rows for text in row.said)
        heard = [text for text in dict.fromkeys(texts) if text and not _known(text, known)]
        line.said = [
            text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + "…" for text in heard[:MOST_SAID]
        ]
        for text in line.said:
            line.tell("note", _("The agency writes: %(note)s") % {"note": text})

    def _judge_row(self, line: Line, rows: list[Row], now: _Origin) -> None:
        row, passage = rows[0], now.passage
        gone_out = self.exported.get(ident(passage.key), now)
        # An autosave may have written over the version that went out; then the source as it is now is the better guess.
        is_now = row.source_digest == now.passage.digest != gone_out.passage.digest
        origin = now if is_now else gone_out
        stale = self._is_stale(line, row, now, origin)
        line.before = target_of(passage, self.mine.get(passage.key, ""), origin.codes)
        line.after = self._cleaned(row.target, passage)
        line.equal = _fold(bare(line.after)) == _fold(bare(origin.flat))
        if len(rows) > 1:
            if len({self._cleaned(one.target, passage) for one in rows}) > 1:
                line.refuse("duplicated", _("The file has this passage more than once, with different translations."))
                return
            line.tell("duplicated", _("The file has this passage more than once, with one translation."))
        if not line.after:
            line.verdict = EMPTY
            line.tell("untranslated", _("The file has no translation of this passage."))
            return
        if line.after == line.before:
            self._judge_same(line, row, stale)
            return
        if row.marked and digest_of(line.after) == row.target_digest:
            line.verdict = KEEP
            line.tell("changed-here", _("Changed here since the file went out, and not by the agency: it stays."))
            return
        if not self._is_sound(line, row, passage, origin):
            return
        if self._is_kept(line, row, passage):
            return
        line.verdict = TAKE_STALE if stale else TAKE
        line.value = enrich(line.after, origin.codes) if is_rich(passage) else unescaped(line.after)

    def _is_stale(self, line: Line, row: Row, now: _Origin, origin: _Origin) -> bool:
        """Whether the row was made from other words than the source has now; those are noted in the line."""
        words = bare(row.source)
        claimed = row.source_digest or (now.passage.digest if _fold(words) == _fold(bare(now.flat)) else "")
        known = {one.passage.digest: one for one in (now, origin)}.get(claimed)
        if known is None or _fold(words) != _fold(bare(known.flat)):
            if known is not None:
                line.tell("source-altered", _("The source in the file is not what went out: taken as stale."))
            else:
                line.tell("source-changed", _("The source has changed since the file went out: taken as stale."))
            line.source_text = words
            line.source_digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
            return True
        line.source_text, line.source_digest = known.passage.text, known.passage.digest
        if known.passage.digest != now.passage.digest:
            line.tell("source-changed", _("The source has changed since the file went out: taken as stale."))
            return True
        if known.codes != now.codes or origin.codes != now.codes:
            line.tell("codes-changed", _("Links or emphasis of the source have changed since the file went out."))
        return False

    def _judge_same(self, line: Line, row: Row, stale: bool) -> None:
        line.verdict = SAME
        line.problems = [problem for problem in line.problems if problem.code in {"duplicated", "note"}] + (
            [problem for problem in line.problems if problem.code.startswith("source-")] if stale else []
        )
        if self.states.get(line.key) != STALE or stale:
            return
        if row.finished and row.state not in ("", INITIAL):
            line.verdict = CONFIRM
            line.tell("confirmed", _("The agency says that the translation is still right."))
        else:
            line.tell("untouched", _("The translation is stale, and the file has nothing new for it."))

    def _is_sound(self, line: Line, row: Row, passage: Passage, origin: _Origin) -> bool:
        """Whether these words may be taken; every reason against it is told."""
        if row.broken:
            line.refuse(
                "codes", _("There are codes in the text that did not go out: %(codes)s.") % {"codes": row.broken}
            )
        try:
            gone = check(line.after, origin.codes if is_rich(passage) else ())
            if gone:
                line.tell("codes-gone", _("The translation does without %(codes)s.") % {"codes": ", ".join(gone)})
        except BrokenCodes as error:
            line.refuse("codes", _("A code in the text is missing, doubled or misplaced: %(code)s.") % {"code": error})
        words, source = bare(line.after), bare(origin.flat)
        if self._equals(words, source, passage):
            line.refuse(
                "equal",
                _("The translation equals its source. Where that is right, write it into the article yourself."),
            )
        for pattern, code, says in (
            (ENTITY, "entity", _("The text holds %(found)s, which readers would see as it stands.")),
            (MARKUP, "markup", _("The text holds a tag, %(found)s, which readers would see as it stands.")),
        ):
            found = next((one[0] for one in pattern.finditer(words) if one[0] not in source), "")
            if found:
                line.refuse(code, says % {"found": found[:60]})
        most = room_of(passage.kind, passage.part)
        if most and len(words) > most:
            line.refuse(
                "oversize",
                _("%(count)s characters; the place has room for %(most)s.") % {"count": len(words), "most": most},
            )
        elif len(words) > LONGEST_TIMES * len(source) + LONGEST_MORE:
            line.refuse("oversize", _("%(count)s characters are too many for this source.") % {"count": len(words)})
        if is_table(passage) and _shape(words) != _shape(source):
            line.refuse("shape", _("The table has other rows or cells than its source."))
        if row.gap or (is_table(passage) and _holes(words, source)):
            line.refuse("gap", _("Part of this passage has no translation."))
        if not row.finished and self.plan.format == "PO":
            line.refuse("fuzzy", _("The file marks this translation as fuzzy: it is not done."))
        elif not row.finished:
            line.tell("unfinished", _("The file calls this passage untranslated, and has new words for it."))
        return line.verdict != REFUSE

    def _equals(self, words: str, source: str, passage: Passage) -> bool:
        if (passage.kind, passage.part) in NAMES:
            return False
        if is_table(passage):
            pairs = [
                (cell, other)
                for row, others in zip(rows_of(words), rows_of(source), strict=False)
                for cell, other in zip(row, others, strict=False)
                if any(letter.isalpha() for letter in other)
            ]
            return bool(pairs) and all(_fold(cell) == _fold(other) for cell, other in pairs)
        return any(letter.isalpha() for letter in source) and _fold(words) == _fold(source)

    def _is_kept(self, line: Line, row: Row, passage: Passage) -> bool:
        """Whether somebody's work here stands against the file's."""
        if passage.block and passage.block not in self.here:
            if passage.block in self.taken_out and not self.overwrite:
                line.verdict = KEEP
                line.tell("taken-out", _("The block was taken out here after the file went out: it stays out."))
                return True
            line.tell("block-added", _("The block is not in the translation yet: it is put in."))
        changed = digest_of(line.before) != row.target_digest if row.marked else bool(line.before)
        if not changed:
            return False
        if self.overwrite:
            line.tell("overwritten", _("Changed here since the file went out: the file's words replace it."))
            return False
        line.verdict = KEEP
        line.tell("changed-here", _("Changed here since the file went out: it stays. The file has other words."))
        return True

    def _cleaned(self, flat: str, passage: Passage) -> str:
        """The words as they would be stored: composed letters, no control characters, lines only where lines are."""
        text = normal("NFC", CONTROL.sub("", flat.replace("\r\n", "\n").replace("\r", "\n"))).strip()
        if is_table(passage):
            return "\n".join(" | ".join(cell for cell in row) for row in rows_of(text))
        if passage.kind in {"quote", "correction", "standfirst"}:
            return text
        between = "" if self.version.language in UNSPACED else " "
        return between.join(line.strip() for line in text.split("\n") if line.strip())


def _origins(article: Article) -> Iterable[_Origin]:
    stored = values(article)
    for passage in article.passages():
        if passage.text.strip():
            yield _Origin(passage, *flatten_passage(passage, stored[passage.key]))


def _revision(article: Article, pk: int | None) -> Article | None:
    """The article as it was in one of its own revisions; None if there is no such any more."""
    if pk is None:
        return None
    found = Revision.objects.for_instance(article).filter(pk=pk).first()
    return found.as_object() if found else None


def _our_words(article: Article) -> dict[str, set[str]]:
    """What was said here about each place, and under the empty one what every file holds: notes that came back."""
    found: dict[str, set[str]] = {"": set()}
    for place, text in Comment.objects.filter(article=article.pk).values_list("place", "text"):
        flat = _fold(text)
        found.setdefault(place, set()).update({flat, flat.partition(": ")[2] or flat})
    source = source_of(article)
    for passage in source.passages() if source else ():
        found[""] |= {_fold(note) for note in notes_of(passage)}
    earlier = Unit.objects.filter(article=article.pk).values_list("source_text", flat=True)
    found[""] = (found[""] | {_fold(text) for text in earlier}) - {""}
    return found


def _known(text: str, known: set[str]) -> bool:
    """Whether a note is known: as it stands, or behind the name of whoever said it."""
    flat = _fold(text)
    return flat in known or flat.partition(": ")[2] in known


def _fold(text: str) -> str:
    return " ".join(normal("NFKC", text).casefold().split())


def _shape(cells: str) -> list[int]:
    return [len(row) for row in rows_of(cells)]


def _holes(words: str, source: str) -> bool:
    return any(
        other and not cell
        for row, others in zip(rows_of(words), rows_of(source), strict=False)
        for cell, other in zip(row, others, strict=False)
    )
