"""Judges what a file says beside the article as it is here: what is new, stale, kept, missing or refused.

Reading a file is one thing and judging it another: this judges what :mod:`~tintuc.translation.exchange.xliff` and
:mod:`~tintuc.translation.exchange.po` have read, and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Revision

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange import po, xliff
from tintuc.translation.exchange.bounds import FileRefused, fold, text_of
from tintuc.translation.exchange.codes import Code, bare, enrich, unescaped
from tintuc.translation.exchange.notes import Notes
from tintuc.translation.exchange.plan import (
    CONFIRM,
    EMPTY,
    KEEP,
    REFUSE,
    SAME,
    TAKE,
    TAKE_STALE,
    Line,
    Plan,
    Problem,
)
from tintuc.translation.exchange.sheet import (
    INITIAL,
    Row,
    Sheet,
    digest_of,
    flatten_passage,
    ident,
    is_rich,
    target_of,
    values,
)
from tintuc.translation.exchange.sound import cleaned, is_sound
from tintuc.translation.queries import STALE, source_of, units

#: Foreign passages that are named one by one; of a file that has more, nobody reads the list.
MOST_NAMED = 50
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


@dataclass(frozen=True)
class _Origin:
    """A passage of the source with its codes."""

    passage: Passage
    flat: str
    codes: tuple[Code, ...]


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
        self.notes = Notes(version)

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
                line.said = self.notes.new(line.place, rows)
                for text in line.said:
                    line.tell("note", _("The agency writes: %(note)s") % {"note": text})
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

    def _judge_row(self, line: Line, rows: list[Row], now: _Origin) -> None:
        row, passage = rows[0], now.passage
        gone_out = self.exported.get(ident(passage.key), now)
        # An autosave may have written over the version that went out; then the source as it is now is the better guess.
        is_now = row.source_digest == now.passage.digest != gone_out.passage.digest
        origin = now if is_now else gone_out
        stale = self._is_stale(line, row, now, origin)
        line.before = target_of(passage, self.mine.get(passage.key, ""), origin.codes)
        line.after = cleaned(row.target, passage, self.version.language)
        line.equal = fold(bare(line.after)) == fold(bare(origin.flat))
        if len(rows) > 1:
            if len({cleaned(one.target, passage, self.version.language) for one in rows}) > 1:
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
        if not is_sound(line, row, passage, origin.flat, origin.codes, fuzzy=self.plan.format == "PO"):
            return
        if self._is_kept(line, row, passage):
            return
        line.verdict = TAKE_STALE if stale else TAKE
        line.value = enrich(line.after, origin.codes) if is_rich(passage) else unescaped(line.after)

    def _is_stale(self, line: Line, row: Row, now: _Origin, origin: _Origin) -> bool:
        """Whether the row was made from other words than the source has now; those are noted in the line."""
        words = bare(row.source)
        claimed = row.source_digest or (now.passage.digest if fold(words) == fold(bare(now.flat)) else "")
        known = {one.passage.digest: one for one in (now, origin)}.get(claimed)
        if known is None or fold(words) != fold(bare(known.flat)):
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
