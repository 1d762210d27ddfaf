"""How good engines are: the distance between what they drafted and what people released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.utils import timezone
from rapidfuzz.distance import Levenshtein

from tintuc.stories.models import Article
from tintuc.stories.passages import Passage
from tintuc.text.terms import tokens
from tintuc.translation.engines.pieces import digest, pieces
from tintuc.translation.exchange.codes import bare
from tintuc.translation.models import EngineUse, MachineDraft, Unit
from tintuc.translation.queries import source_of

#: Tokens of one passage that are compared.
MOST = 4000


def distance(draft: str, released: str) -> tuple[float, int]:
    """Edits per token between two texts, 0 to 1, and how many tokens that is of.

    Tokens are words with their capitals, or characters where no spaces part words; a Levenshtein distance over them,
    divided by the longer text's tokens. This is post-edit distance without shifts (a moved phrase counts as edits).
    """
    one, two = (tuple(token.text for token in tokens(text))[:MOST] for text in (draft, released))
    size = max(len(one), len(two))
    return (Levenshtein.distance(one, two) / size if size else 0.0), size


def drafted_by_machine(articles: Collection[int]) -> set[int]:
    """Which of some articles have drafts of a machine's, by primary key."""
    rows = MachineDraft.objects.filter(article__in=articles).exclude(text="").order_by()
    return set(rows.values_list("article", flat=True).distinct())


def judge(*, article: Article, passages: Iterable[Passage]) -> int:
    """Measure the article's drafts against what readers are given now; return how many were measured.

    Only drafts that went into the article count, each against the passage it became; a draft whose source has changed
    since is no longer judged.
    """
    rows = list(MachineDraft.objects.filter(article=article.pk).exclude(text=""))
    if not rows:
        return 0
    source = source_of(article)
    if source is None:
        return 0
    released = {passage.key: passage.text for passage in passages if passage.text.strip()}
    by_machine = Unit.objects.filter(article=article.pk, origin=Unit.Origin.MACHINE)
    engines = dict(by_machine.values_list("key", "engine"))
    keys = [key for key in engines if key in released]
    now = {block.key: digest(block) for piece in pieces(source, keys) for block in piece.blocks}
    judged = []
    for row in rows:
        if row.key in released and engines.get(row.key) == row.engine and now.get(row.key) == row.source_digest:
            row.distance, row.size = distance(bare(row.text), released[row.key])
            judged.append(row)
    MachineDraft.objects.bulk_update(judged, ["distance", "size"], batch_size=200)
    return len(judged)


def changed_share(*, engine: str, source_language: str, language: str, site: int) -> float | None:
    """The share of an engine's words that people of a site changed before release, 0 to 1; None before any release."""
    mine = MachineDraft.objects.filter(
        engine=engine, source_language=source_language, article__language=language, article__story__site=site
    )
    row = mine.filter(size__gt=0).aggregate(of=Sum("size"), edits=Sum(F("distance") * F("size")))
    return row["edits"] / row["of"] if row["of"] else None


@dataclass(frozen=True)
class Record:
    """An engine's record with a pair of languages, on some sites."""

    engine: str
    source_language: str
    language: str
    drafts: int
    judged: int
    distance: float | None  #: share of the words people changed before release; None: nothing was released yet
    characters: int  #: in the last twelve months
    costs: tuple[tuple[str, float], ...]  #: by currency

    @property
    def percent(self) -> float | None:
        """The distance in percent."""
        return None if self.distance is None else 100 * self.distance


def records(sites: Iterable[int]) -> list[Record]:
    """What engines did for these sites, by engine and pair."""
    sites = list(sites)
    names = ("engine", "source_language", "article__language")
    mine = MachineDraft.objects.filter(article__story__site__in=sites).exclude(text="")
    counted = {
        tuple(row[name] for name in names): row
        for row in mine.values(*names).annotate(
            drafts=Count("pk"), judged=Count("distance"), of=Sum("size"), edits=Sum(F("distance") * F("size"))
        )
    }
    since = (timezone.now() - dt.timedelta(days=365)).date().replace(day=1)
    uses: dict[tuple[str, ...], list[EngineUse]] = {}
    for use in EngineUse.objects.filter(site__in=sites, month__gte=since):
        uses.setdefault((use.engine, use.source_language, use.language), []).append(use)
    found = []
    for key in sorted({*counted, *uses}):
        row = counted.get(key, {})
        costs: dict[str, float] = {}
        for use in uses.get(key, []):
            costs[use.currency] = costs.get(use.currency, 0.0) + use.cost
        found.append(
            Record(
                *key,
                drafts=row.get("drafts", 0),
                judged=row.get("judged", 0),
                distance=row["edits"] / row["of"] if row.get("of") else None,
                characters=sum(use.characters for use in uses.get(key, [])),
                costs=tuple(sorted(costs.items())),
            )
        )
    return found
