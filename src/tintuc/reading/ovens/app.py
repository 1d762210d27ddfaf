"""What a browser asks for that puts a site among the reader's apps and bookmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tintuc.network.models import Site
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.reach import edition_of, editions, sites
from tintuc.reading import icons
from tintuc.reading.ovens.baked import page
from tintuc.reading.styles import colours


class ManifestOven:
    """The web app manifest of an edition, in its language (W3C, Web Application Manifest)."""

    kind = "manifest"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """It changes with the masthead only."""
        return [PageRef(self.kind, edition.pk) for edition in editions(tag, ())]

    def bake(self, ref: PageRef) -> Baked | None:
        """The manifest. The site opens in a browser's own frame: readers keep address, back and share."""
        edition = edition_of(ref.owner)
        if edition is None:
            return None
        accent, paper = colours(edition.site)
        drawn = {"src": icons.drawing(edition.site), "sizes": "any", "type": "image/svg+xml"}
        pictures = [
            {
                "src": icons.picture(edition.site, size),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in icons.FOR_MANIFEST
        ]
        said = {
            "id": edition.root,
            "name": edition.name,
            "short_name": edition.name,
            "description": edition.tagline or edition.site.tagline,
            "lang": edition.language,
            "dir": "rtl" if edition.speech.right_to_left else "ltr",
            "start_url": edition.root,
            "scope": "/",
            "display": "browser",
            "theme_color": accent,
            "background_color": paper,
            "icons": [drawn, *pictures],
        }
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        return page(edition, f"{edition.root}manifest.webmanifest", body)


class FaviconOven:
    """``/favicon.ico``, which browsers and feed readers ask for unasked."""

    kind = "favicon"

    def refs(self, tag: str) -> Iterable[PageRef]:
        """It changes with the masthead only."""
        return [PageRef(self.kind, site.pk) for site in sites(tag)]

    def bake(self, ref: PageRef) -> Baked | None:
        """The icon."""
        site = Site.objects.filter(pk=ref.owner).first()
        return Baked(site.host, "/favicon.ico", icons.favicon(site), frozenset({f"brand:{site.pk}"})) if site else None
