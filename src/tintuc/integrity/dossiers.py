"""Builds the dossier of an article: everything its checks may look at, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from tintuc.checks import Block, Dossier, Name, Term
from tintuc.integrity.likeness import near
from tintuc.integrity.origins import copy_of, dates, hidden, links
from tintuc.names.queries import occurring as names_in
from tintuc.network.models import Edition
from tintuc.stories.models import Article, Photo, Release
from tintuc.stories.passages import FIELDS, Passage
from tintuc.stories.passages import passages as passages_of
from tintuc.text.shingles import share_changed
from tintuc.translation.queries import DRAFT, LEFT_OUT, UnitView, units
from tintuc.translation.termbase import occurring


def dossier_of(article: Article, source: Article | None = None) -> Dossier:
    """The dossier of exactly the words ``article`` holds in memory, saved or not.

    Beside them stands ``source``, by default the newest version of the article it is translated from.
    """
    story = article.story
    passages = article.passages()
    views = {view.key: view for view in units(article, source) if view.state != LEFT_OUT}
    sources = {key: view.source for key, view in views.items()}
    states = {key: _state(view) for key, view in views.items()}
    standing = {passage.key for passage in passages}
    holes = [
        Block(text="", id=view.block, part=view.part, kind=view.kind, source=view.source, state=view.state)
        for key, view in views.items()
        if view.block and key not in standing
    ]
    words = {passage.field: passage.text for passage in passages if passage.field != "body"}
    copy = copy_of(article)
    host = copy.get("host") or (edition.site.host if (edition := home_edition(article)) else story.site.host)
    first = article.releases.order_by("number").first() if article.pk else None
    known = names_in((passage.text for passage in passages), article.language)
    names = tuple(Name(one.form, one.others, one.person) for one in known)
    return Dossier(
        language=article.language,
        declared=copy.get("language", ""),
        body=(*(_block(passage, sources, states) for passage in passages if passage.field == "body"), *holes),
        sources={name: sources[name] for name in FIELDS if name in sources},
        states={name: states[name] for name in FIELDS if name in states},
        source_language="" if article.is_source else article.source_language,
        released=_released(article),
        first_released=first.released_at if first else None,
        rewritten=_rewritten(first, passages, article.language) if first else None,
        claims=dates(copy.get("dates", [])),
        changed=dates(copy.get("changed", [])),
        received=story.received_at,
        carried=story.carried,
        provider=story.provider.name if story.provider else "",
        source_url=story.source_url,
        licence=story.licence.name if story.licence else "",
        byline=tuple(line["name"] for line in article.byline()),
        credits=_credits(article),
        origin=_origin(article, views.values()),
        labelled=_may_be_labelled(article),
        vouched=article.vouched,
        invented=story.invented,
        host=host,
        hidden=hidden(copy.get("hidden", [])),
        links=links(article, passages, host),
        near=near(article),
        names=names,
        known_names=frozenset(name.form for name in names),
        terms=_terms(article, passages, list(sources.values())),
        **words,
    )


def _state(view: UnitView) -> str:
    """How far a passage is, as checks are told; of one that is done, whether its source lags behind its own."""
    if view.unfinished:
        return "unfinished"
    return "source-lags" if view.done and view.upstream else view.state


def _terms(article: Article, passages: list[Passage], sources: list[str]) -> tuple[Term, ...]:
    """What of the termbase occurs; a fixed name is a term of its own, since no approved form stands for it."""
    story = article.story
    language = "" if article.is_source else article.source_language
    found = occurring(sources, [passage.text for passage in passages], language, article.language, story.site_id)
    terms = [Term(one.source, one.approved, one.forbidden) for one in found if one.approved or one.forbidden]
    return (*terms, *(Term(one.kept, keep=True) for one in found if one.kept))


def home_edition(article: Article) -> Edition | None:
    """The edition whose profile and time zone count: that of the canonical placement, else of the first."""
    placement = article.placements.select_related("edition").first() if article.pk else None
    return placement.edition if placement else None


#: To the checks, an entry of a live story is a crosshead and the paragraph under it.
ENTRY = {"headline": "crosshead", "text": "paragraph"}


def _block(passage: Passage, sources: dict[str, str], states: dict[str, str]) -> Block:
    return Block(
        text=passage.text,
        id=passage.block,
        part=passage.part,
        kind=ENTRY[passage.part] if passage.kind == "entry" else passage.kind,
        speaker=passage.speaker,
        role=passage.role,
        language=passage.language,
        source=sources.get(passage.key),
        state=states.get(passage.key, ""),
    )


def _credits(article: Article) -> dict[str, str]:
    """The credit line of each picture readers see: the article's own, else that of the library."""
    shown = {block["id"]: block["value"] for block in article.raw_body() if block["type"] == "picture"}
    shown = {ident: value for ident, value in shown.items() if value.get("image")}
    wanted = {value["image"] for value in shown.values()} if shown else set()
    library = dict(Photo.objects.filter(pk__in=wanted).values_list("pk", "credit")) if wanted else {}
    return {ident: value.get("credit") or library.get(value["image"], "") for ident, value in shown.items()}


def _released(article: Article) -> dt.datetime:
    """The release date readers see or are to see, in the edition's zone; now, if none is set. It outlives updates."""
    last = article.current_release.released_at if article.current_release else None
    moment = article.released_at or last or article.go_live_at or timezone.now()
    edition = home_edition(article)
    return moment.astimezone(edition.zone) if edition else moment


def _rewritten(first: Release, now: list[Passage], language: str) -> float:
    """Share of the words that are not those of the first release."""
    before = [passage.text for passage in passages_of(first.content)]
    return share_changed(before, [passage.text for passage in now], language)


def _origin(article: Article, views: Iterable[UnitView]) -> str:
    """Who wrote the words. As long as nobody has looked at a machine's draft they are a machine's, whatever is said."""
    raw = any(view.state == DRAFT and view.origin == Article.Origin.MACHINE for view in views)
    return Article.Origin.MACHINE if raw else article.origin


def _may_be_labelled(article: Article) -> bool:
    """Whether every edition it goes to takes machine translations that readers are told of. The page always tells."""
    placements = list(article.placements.select_related("edition")) if article.pk else []
    return bool(placements) and all(placement.edition.machine_copy for placement in placements)
