"""Pages that stand: the newsroom's own text where it has written one, else the text Tintuc brings along."""

from __future__ import annotations

import nh3
from markupsafe import Markup

from tintuc.network.models import Edition, Site, StandingPage
from tintuc.reading.environment import render, speaking
from tintuc.reading.frame import Frame, Way, frame
from tintuc.reading.rich_text import EMPTY_LINK, web_only
from tintuc.reading.titles import title

#: Pages whose text a newsroom may write itself.
WRITTEN = tuple(StandingPage.Key.values)
KEYS = (*WRITTEN, "feeds", "languages", "saved")
TAGS = {"h2", "h3", "p", "b", "strong", "i", "em", "a", "br", "ul", "ol", "li"}


def standing_page(edition: Edition, key: str) -> bytes:
    """The page."""
    around, named = _frame(edition, key)
    own = edition.standing_pages.filter(key=key).first() if key in WRITTEN else None
    if own:
        return render("standing/own.html", edition, frame=around, named=named, body=safe(own.body), key=key)
    return render(
        f"standing/{key}.html",
        edition,
        frame=around,
        named=named,
        siblings=list(edition.site.editions.prefetch_related("sections")),
        tongues=tongues(edition, around) if key == "languages" else [],
        named_in=corrections_in,
    )


def corrections_in(edition: Edition) -> str:
    """What the corrections are called in another edition's language."""
    with speaking(edition):
        return title("corrections", edition)


def usual_text(edition: Edition, key: str) -> str:
    """The text Tintuc brings along for a page, as the inside of its ``main``, for whoever wants to write on from it."""
    around, named = _frame(edition, key)
    context = {"frame": around, "named": named, "siblings": [], "tongues": [], "named_in": corrections_in}
    with speaking(edition):
        page = render(f"standing/{key}.html", edition, **context).decode()
    inside = page.partition("</h1>")[2].partition("</main>")[0]
    return str(safe(inside)).strip()


def _frame(edition: Edition, key: str) -> tuple[Frame, str]:
    with speaking(edition):
        named = title(key, edition)
    own = key == "saved"  # what it shows is each reader's own
    around = frame(edition, f"{edition.root}{key}/", f"{named} – {edition.name}", listed=not own)
    around.alternates = [] if own else around.other(f"{key}/")
    return around, named


def safe(rich: str) -> Markup:
    """An editor's rich text with nothing in it that a standing page has no use for."""
    cleaned = nh3.clean(
        rich,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_reachable,
        link_rel=None,
    )
    return Markup(EMPTY_LINK.sub(r"\1", cleaned))  # noqa: S704 - just cleaned by nh3


def _reachable(tag: str, name: str, value: str) -> str | None:
    own = value.startswith(("mailto:", "/", "#")) and not value.startswith("//")
    return value if own else web_only(tag, name, value)


def tongues(edition: Edition, around: Frame) -> list[tuple[str, str, list[Way]]]:
    """Every language of the network with its fronts, the site's own first: code, name, ways."""
    found: dict[str, list[Way]] = {}
    names: dict[str, str] = {}
    sites = Site.objects.prefetch_related("editions")
    for site in sorted(sites, key=lambda one: (one.pk != edition.site_id, one.key)):
        for other in site.editions.all():
            other.site = site
            address = around.network_itself.address(site.host, other.root)
            names[other.language] = other.speech.name
            found.setdefault(other.language, []).append(
                Way(other.name, address, other.language, here=other.pk == edition.pk)
            )
    return [(language, names[language], ways) for language, ways in found.items()]
