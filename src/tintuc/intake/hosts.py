"""Hosts of links, and which of them are the page's own."""

from __future__ import annotations

from tintuc.intake.rows import row
from tintuc.intake.tree import Page
from tintuc.text.anchors import host_of


def site_of(host: str) -> str:
    """What is registered of a host: ``news.example`` of ``m.news.example``, ``a.co.uk`` of ``b.a.co.uk``."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in row("hidden", "second_level"):
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def brand_of(host: str) -> str:
    """The name in a host: ``post`` of ``post.example`` and ``post.co.uk``."""
    return site_of(host).partition(".")[0]


def page_host(page: Page) -> str:
    """The host a page says it stands at: canonical link, ``og:url``, base address or that of its languages."""
    addresses = [link.get("href") for link in page.tagged("link") if link.get("rel") == "canonical"]
    addresses += [meta.get("content") for meta in page.tagged("meta") if meta.get("property") == "og:url"]
    addresses += [base.get("href") for base in page.tagged("base")]
    return next((host for address in addresses if (host := host_of(address))), "") or _of_languages(page)


def _of_languages(page: Page) -> str:
    """The host that a page gives its other languages, if all stand at one site."""
    links = [link for link in page.tagged("link", "a") if link.has("hreflang")]
    hosts = [host for link in links if (host := host_of(link.get("href")))]
    languages = {link.get("hreflang") for link in links}
    return hosts[0] if len(languages) > 1 and len({site_of(host) for host in hosts}) == 1 else ""


def is_outside(host: str, own: str, open_sites: frozenset[str] = frozenset()) -> bool:
    """Whether a link leads away from the page's site and from what the page links to openly."""
    if not host or "." not in host:
        return False
    site = site_of(host)
    if site in open_sites or site in row("hidden", "social") or host in row("hidden", "social"):
        return False
    return not own or (site != site_of(own) and brand_of(host) != brand_of(own))
