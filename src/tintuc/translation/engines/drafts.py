"""Has blocks of an article drafted and keeps every draft at once: what is paid for is never asked for again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tintuc.stories.models import Article
from tintuc.translation.engines.accounts import SitePurse, require_awake, went_well, went_wrong
from tintuc.translation.engines.errors import EngineError
from tintuc.translation.engines.pieces import digest, terms_for
from tintuc.translation.engines.plug import Block, Draft, Engine, translate
from tintuc.translation.models import MachineDraft, Unit


def kept(article: Article, engine: str, blocks: Sequence[Block]) -> dict[str, MachineDraft]:
    """The drafts of these very blocks that are there already, by key."""
    rows = MachineDraft.objects.filter(article=article.pk, engine=engine).exclude(text="")
    there = {(row.key, row.source_digest): row for row in rows}
    found = ((block.key, there.get((block.key, digest(block)))) for block in blocks)
    return {key: row for key, row in found if row is not None}


def unedited(article: Article) -> bool:
    """Whether words of a machine stand in the article as it wrote them, looked at or not."""
    return Unit.objects.filter(article=article.pk, origin=Unit.Origin.MACHINE, edited=False).exists()


def draft_blocks(
    *,
    article: Article,
    engine: Engine,
    blocks: Sequence[Block],
    source_language: str,
    came: Callable[[int], None] = lambda _: None,
    stop: Callable[[], bool] = bool,
    patient: bool = True,
) -> dict[str, MachineDraft]:
    """Drafts of the blocks by key, new ones kept as they come; ``came`` is told how many. Raises EngineError."""
    found = kept(article, engine.name, blocks)
    came(len(found))
    wanted = [block for block in blocks if block.key not in found]
    if not wanted:
        return found
    require_awake(engine)
    site = article.story.site_id
    digests = {block.key: digest(block) for block in wanted}
    try:
        for drafts in translate(
            engine,
            blocks=wanted,
            source=source_language,
            target=article.language,
            termbase=terms_for(wanted, source_language, article.language, site),
            purse=SitePurse(engine, site, source_language, article.language),
            stop=stop,
            patient=patient,
        ):
            rows = [_row(article, engine, source_language, draft, digests[draft.key]) for draft in drafts]
            _keep(rows)
            went_well(engine)
            found |= {row.key: row for row in rows}
            came(len(rows))
    except EngineError as error:
        went_wrong(engine, error)
        raise
    return found


def _row(article: Article, engine: Engine, source_language: str, draft: Draft, source_digest: str) -> MachineDraft:
    return MachineDraft(
        article_id=article.pk,
        engine=engine.name,
        key=draft.key,
        source_digest=source_digest,
        source_language=source_language,
        text=draft.text,
        notes=[list(note) for note in draft.notes],
        characters=draft.characters,
    )


def _keep(rows: list[MachineDraft]) -> None:
    MachineDraft.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article", "engine", "key", "source_digest"],
        update_fields=["text", "notes", "characters", "at"],
    )
