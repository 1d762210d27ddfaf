"""What a page says about itself to machines: schema.org as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tintuc.publishing.shown import Shown
from tintuc.publishing.standing import lasting
from tintuc.reading.frame import Frame, Way
from tintuc.reading.icons import FOR_MANIFEST
from tintuc.reading.rich_text import paragraphs
from tintuc.reading.sharing import Image

SCHEMA = "https://schema.org"
LOGO = max(FOR_MANIFEST)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
ROLES = {"reporter": "author", "translator": "translator", "editor": "editor", "photographer": "contributor"}


def script(graph: Sequence[dict[str, Any] | str]) -> Markup:
    """JSON that cannot end the script element it stands in; some of its nodes may be JSON already, by :func:`said`."""
    nodes = ",".join(node if isinstance(node, str) else said(node) for node in graph)
    return Markup(f'{{"@context":"{SCHEMA}","@graph":[{nodes}]}}')  # noqa: S704 - the three signs that matter are escaped


def said(node: dict[str, Any]) -> str:
    """One node as JSON without the signs that could end an element."""
    text = ENCODER.encode(node)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def publisher(frame: Frame) -> str:
    """Who publishes the edition, and where it says how it works: the same on all of its pages."""
    return lasting(frame.edition, "publisher", lambda: said(_publisher(frame)))


def _publisher(frame: Frame) -> dict[str, Any]:
    edition = frame.edition
    front = frame.at(edition.root)
    about: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": f"{front}#publisher",
        "name": edition.name,
        "url": front,
        "logo": picture(frame.at(frame.logo), LOGO, LOGO),
        "publishingPrinciples": frame.at(f"{edition.root}principles/"),
        "ethicsPolicy": frame.at(f"{edition.root}principles/"),
        "verificationFactCheckingPolicy": frame.at(f"{edition.root}checking/"),
        "correctionsPolicy": frame.at(f"{edition.root}corrections-policy/"),
        "ownershipFundingInfo": frame.at(f"{edition.root}ownership/"),
    }
    if edition.site.owner:
        about["parentOrganization"] = {"@type": "Organization", "name": edition.site.owner}
    if edition.site.contact:
        about["email"] = edition.site.contact
    return about


def picture(url: str, width: int, height: int) -> dict[str, Any]:
    """A picture with its size in pixels."""
    return {"@type": "ImageObject", "url": url, "width": width, "height": height}


def trail(frame: Frame, steps: Sequence[Way]) -> dict[str, Any]:
    """The way from the front to the page."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": step.name, "item": frame.at(step.url)}
            for number, step in enumerate(steps, 1)
        ],
    }


def news_article(frame: Frame, placement: Shown, languages: Sequence[Shown], images: Sequence[Image]) -> dict[str, Any]:
    """The article: who made it, when, out of what, under which terms, and what was corrected."""
    release = placement.article.current_release
    content, edition = release.content, frame.edition
    about: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{frame.canonical}#article",
        "mainEntityOfPage": frame.canonical,
        "headline": frame.title,
        "description": content["standfirst"],
        "inLanguage": content["language"],
        "articleSection": placement.section.name,
        "datePublished": placement.released_at.astimezone(edition.zone).isoformat(timespec="seconds"),
        "dateModified": changed_at(placement).astimezone(edition.zone).isoformat(timespec="seconds"),
        "isAccessibleForFree": True,
        "publisher": {"@id": f"{frame.at(edition.root)}#publisher"},
        "image": [picture(image.url, image.width, image.height) for image in images],
        "contentLocation": {"@type": "Place", "name": content["dateline"]} if content["dateline"] else "",
        "correction": _corrections(content["body"]),
        "usageInfo": frame.at(f"{edition.root}machines/") if content["origin"] != "human" else "",
        **_people(content["byline"], frame.at(edition.root)),
        **_relations(frame, content, languages),
        **_machine(content),
    }
    if content["format"] == "live":
        about |= _live(frame, content, about["datePublished"])
    return {key: value for key, value in about.items() if value not in ("", [])}


def _live(frame: Frame, content: dict[str, Any], begun: str) -> dict[str, Any]:
    """What is told as it happens, entry by entry; an entry an editor has given no moment yet is left out."""
    told = [block for block in content["body"] if block["type"] == "entry" and block["value"].get("at")]
    return {
        "@type": "LiveBlogPosting",
        "coverageStartTime": min((block["value"]["at"] for block in told), default=begun),
        "coverageEndTime": content.get("ended_at") or "",
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "@id": f"{frame.canonical}#b-{block['id']}",
                "url": f"{frame.canonical}#b-{block['id']}",
                "headline": block["value"].get("headline") or frame.title,
                "datePublished": block["value"]["at"],
                "articleBody": " ".join(part.striptags() for part in paragraphs(block["value"].get("text") or "")),
            }
            for block in told
        ],
    }


def _machine(content: dict[str, Any]) -> dict[str, str]:
    """How much of a machine is in the words, by IPTC's codes as schema.org has them."""
    if content["origin"] == "machine" and not content["vouched"]:
        return {"digitalSourceType": f"{SCHEMA}/TrainedAlgorithmicMediaDigitalSource"}
    if content["origin"] in {"machine", "post-edited"}:
        return {"digitalSourceType": f"{SCHEMA}/CompositeWithTrainedAlgorithmicMediaDigitalSource"}
    return {}


def changed_at(placement: Shown) -> Any:
    """When readers were last given something new; a first release is none."""
    if placement.article.current_release.number <= 1:
        return placement.released_at
    return max(placement.article.updated_at or placement.released_at, placement.released_at)


def _people(byline: list[dict[str, str]], front: str) -> dict[str, Any]:
    """Who made it, by role; where no reporter is named, the publisher answers for it."""
    found: dict[str, Any] = {}
    for line in byline:
        found.setdefault(ROLES.get(line["role"], "contributor"), []).append({"@type": "Person", "name": line["name"]})
    found.setdefault("author", [{"@id": f"{front}#publisher"}])
    return found


def _corrections(body: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What was wrong and what is right, as the page says it."""
    told = [block["value"] for block in body if block["type"] == "correction"]
    comments = [
        {"@type": "CorrectionComment", "text": value["text"], "datePublished": str(value.get("on") or "")}
        for value in told
        if value.get("text") and value.get("kind") != "update"
    ]
    return [{key: value for key, value in comment.items() if value} for comment in comments]


def _relations(frame: Frame, content: dict[str, Any], languages: Sequence[Shown]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    others = [other for other in languages if other.article.language != content["language"]]
    if content["language"] == content["source_language"]:
        found["workTranslation"] = [_work(frame, other) for other in others]
    else:
        source = [other for other in others if other.article.language == content["source_language"]]
        found["translationOfWork"] = [
            {"@type": "NewsArticle", "@id": f"{frame.url(other)}#article"} for other in source
        ]
    if content["source_url"]:
        found["isBasedOn"] = content["source_url"]
    if content["licence_url"]:
        found["license"] = content["licence_url"]
    if content["provider"]:
        found["sourceOrganization"] = {"@type": "Organization", "name": content["provider"]}
    return found


def _work(frame: Frame, other: Shown) -> dict[str, str]:
    return {"@type": "NewsArticle", "@id": f"{frame.url(other)}#article"}
