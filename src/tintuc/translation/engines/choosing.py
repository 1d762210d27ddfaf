"""Which engine a story goes to, and whether it may."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tintuc.stories.models import Story
from tintuc.translation.engines import registry
from tintuc.translation.engines.errors import EngineError, NotAllowed, Unsupported
from tintuc.translation.engines.plug import Engine, named
from tintuc.translation.models import EngineAllowance, EngineChoice


def file() -> Path:
    """Where the operator's settings of the engines are."""
    return Path(settings.ENGINES_FILE)


#: The engines as last read, with what told the file then: models are loaded and servers asked for languages once.
_READ: dict[Path, tuple[tuple[int, int], dict[str, Engine]]] = {}


def configured() -> dict[str, Engine]:
    """The newsroom's engines, in the file's order; a changed file is read anew. Raises ``BadSettings``."""
    place = file()
    try:
        facts = place.stat()
    except OSError:
        return registry.engines(place)
    stamp = (facts.st_mtime_ns, facts.st_size)
    if _READ.get(place, (None,))[0] != stamp:
        _READ[place] = (stamp, registry.engines(place))
    return _READ[place][1]


def choose(*, story: Story, source_language: str, language: str, name: str = "") -> Engine:
    """The engine named, else the site's choice for the pair, else the first that translates it and may have the story.

    Raises :class:`EngineError`. No copy is sent; a server may be asked for its languages.
    """
    there = configured()
    name = name or _chosen(story.site_id, source_language, language)
    if name:
        if name not in there:
            raise Unsupported("unknown", engine=name)
        engine = there[name]
        engine.pair(source_language, language)
        require_may_have(engine, story)
        return engine
    refused: EngineError | None = None
    for engine in there.values():
        try:
            engine.pair(source_language, language)
            require_may_have(engine, story)
        except Unsupported:
            continue
        except EngineError as error:
            refused = refused or error
            continue
        return engine
    if refused is not None:
        raise refused
    raise Unsupported("none", source=named(source_language), target=named(language))


def _chosen(site: int, source_language: str, language: str) -> str:
    """The choice of a site that says most about the pair: the language it goes into weighs more than where from."""
    rows = EngineChoice.objects.filter(
        site=site, source_language__in=["", source_language], language__in=["", language]
    )
    best = max(rows, key=lambda row: (bool(row.language), bool(row.source_language)), default=None)
    return best.engine if best else ""


def is_confidential(story: Story) -> bool:
    """Whether nothing of the story may leave the house now."""
    embargo = story.embargoed_until
    return bool(story.confidential or (embargo and embargo > timezone.now()))


def require_may_have(engine: Engine, story: Story) -> None:
    """Raise :class:`NotAllowed` if the story may not go to this engine."""
    if engine.facts.local or not is_confidential(story):
        return
    if not EngineAllowance.objects.filter(site=story.site_id, engine=engine.name, confidential=True).exists():
        raise NotAllowed("confidential", engine=engine.name)
