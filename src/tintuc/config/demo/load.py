"""Loads the demonstration's stories into a fresh newsroom."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone

from tintuc.config.demo import unfinished
from tintuc.intake.actions.take_in import take_in
from tintuc.network.models import Edition, Site, Topic
from tintuc.publishing.actions.release import release
from tintuc.stories.models import Article, Contributor, Credit, Licence, Photo, Placement, Provider, Story
from tintuc.translation.actions.vouch import vouch

HERE = Path(__file__).parent
LICENCES = {
    "own": ("All rights reserved", ""),
    "cc-by-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
}


def story_files() -> list[Path]:
    """The stories, in the order they are loaded."""
    return sorted((HERE / "stories").glob("*.toml"))


def load(by: Any, say: Callable[[str], object]) -> None:
    """Load what is not there yet, story by story; safe to repeat after an interruption."""
    _contributors()
    _topics()
    files = story_files()
    for number, file in enumerate(files, 1):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        if Story.objects.filter(slugline=data["slugline"]).exists():
            continue
        say(f"  story {number} of {len(files)}: {data['slugline']}")
        with transaction.atomic():
            _story(data, by)
    _flawed_page(by)
    unfinished.begin(by)


def _contributors() -> None:
    data = tomllib.loads((HERE / "contributors.toml").read_text(encoding="utf-8"))
    for row in data["contributor"]:
        values = {name: row.get(name, {}) for name in ("forms", "about")} | {"name": row["name"]}
        Contributor.objects.update_or_create(slug=row["slug"], defaults=values)


def _topics() -> None:
    data = tomllib.loads((HERE / "topics.toml").read_text(encoding="utf-8"))
    for row in data["topic"]:
        Topic.objects.update_or_create(key=row["key"], defaults={"names": row["names"], "about": row["about"]})


def _licence(code: str) -> Licence:
    name, url = LICENCES.get(code, (code, ""))
    return Licence.objects.get_or_create(code=code.replace(".", "-"), defaults={"name": name, "url": url})[0]


def _story(data: dict[str, Any], by: Any) -> None:
    story = Story.objects.create(
        slugline=data["slugline"],
        format=data.get("format", "news"),
        site=Site.objects.get(key=data["site"]),
        source_language=data["source_language"],
        carried=data.get("carried", False),
        source_url=data.get("source_url", ""),
        licence=_licence(data["licence"]) if data.get("licence") else None,
        invented=data.get("invented", False),
        created_by=by,
    )
    if data.get("provider"):
        values = {"url": data.get("provider_url", ""), "licence": story.licence}
        story.provider = Provider.objects.get_or_create(name=data["provider"], defaults=values)[0]
        story.save()
    for order, credit in enumerate(data.get("credit", [])):
        _credit(story, None, credit["slug"], credit["role"], order)
    moment = timezone.now() - dt.timedelta(hours=data["hours_ago"])
    source_first = sorted(data["article"], key=lambda article: article["language"] != story.source_language)
    story.topics.set(Topic.objects.filter(key__in=data.get("topics", [])))
    made = [(_article(story, article, data["placement"], moment, by), article) for article in source_first]
    for article, words in made:
        if "first" in words:
            _release(article, [_block(block, moment) for block in words["block"]], by)


def _credit(story: Story, article: Article | None, slug: str, role: str, order: int = 9) -> None:
    person = Contributor.objects.get(slug=slug)
    Credit.objects.create(story=story, article=article, contributor=person, role=role, order=order)


def _article(story: Story, data: dict[str, Any], placement: dict[str, str], moment: dt.datetime, by: Any) -> Article:
    """Release an article; where the file says what stood there ``first``, without the corrections that came later."""
    first = data.get("first", {})
    blocks = [block | {"text": first[block["id"]]} if block["id"] in first else block for block in data["block"]]
    blocks = [block for block in blocks if block["kind"] != "correction" or not first]
    words = {name: data.get(name, "") for name in ("kicker", "headline", "standfirst", "dateline", "slug", "engine")}
    article = Article(
        story=story,
        language=data["language"],
        origin=data.get("origin", "human"),
        body=[_block(block, moment) for block in blocks],
        released_at=moment,
        **words,
    )
    article.save()
    if data.get("translator"):
        _credit(story, article, data["translator"], "translator")
    article.save_revision(user=by)
    _place(article, placement)
    vouch(article=article, by=by)
    release(article=article, by=by)
    return article


def _release(article: Article, body: list[dict[str, Any]], by: Any) -> None:
    """Give readers another body of an article."""
    article = article.newest()
    article.body = body
    article.save_revision(user=by)
    vouch(article=article, by=by)
    release(article=article, by=by)


def _place(article: Article, placement: dict[str, str]) -> None:
    for number, (site, section) in enumerate(placement.items()):
        edition = Edition.objects.filter(site__key=site, language=article.language).first()
        shelf = edition and edition.sections.filter(key=section).first()
        if shelf:
            first = number == 0 or not article.placements.exists()
            Placement.objects.create(article=article, edition=edition, section=shelf, canonical=first)


def _block(block: dict[str, Any], moment: dt.datetime) -> dict[str, Any]:
    """A block as an article keeps it; entries tell their minutes after the story's ``moment``."""
    kind = block["kind"]
    rest = {key: value for key, value in block.items() if key not in {"id", "kind", "image", "entries"}}
    if kind == "paragraph":
        value: Any = f"<p>{block['text']}</p>"
    elif kind == "crosshead":
        value = block["text"]
    elif kind == "turn":
        value = rest | {"text": f"<p>{block['text']}</p>"}
    elif kind == "picture":
        value = rest | {"image": _photo(block["image"], block).pk}
    elif kind == "list":
        value = [
            {"type": "item", "value": entry, "id": f"{block['id']}-{n}"} for n, entry in enumerate(block["entries"])
        ]
    elif kind == "correction":
        on = f"{timezone.localdate()}" if block.get("on") == "today" else block.get("on")
        value = {"kind": block.get("correction_kind", "correction"), "on": on, "text": block["text"]}
    elif kind == "entry":
        at = moment + dt.timedelta(minutes=block["minutes"])
        value = {"at": at.isoformat(), "headline": block["headline"], "text": f"<p>{block['text']}</p>"}
    else:
        value = rest
    return {"type": kind, "id": block["id"], "value": value}


def _photo(name: str, block: dict[str, Any]) -> Photo:
    title = name.rpartition(".")[0].replace("-", " ")
    photo = Photo.objects.filter(title=title).first()
    if photo is None:
        with (HERE / "pictures" / name).open("rb") as file:
            photo = Photo(title=title, credit=block.get("credit", ""), file=ImageFile(file, name=name))
            photo.save()
    return photo


def _flawed_page(by: Any) -> None:
    """The page with every flaw comes in as any page would, and lies on hold."""
    edition = Edition.objects.filter(language="vi").order_by("site__pk").first()
    raw = (HERE / "flawed-page.html").read_bytes()
    take_in(raw=raw, filename="flawed-page.html", edition=edition, by=by)
