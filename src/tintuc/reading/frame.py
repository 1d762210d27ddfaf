"""What stands round every page of an edition: masthead, sections, languages, the network, the foot."""

from __future__ import annotations

from dataclasses import dataclass, field

from tintuc.network.models import Edition, Network, Section
from tintuc.publishing import queries
from tintuc.publishing.assets import is_baked
from tintuc.publishing.memo import once
from tintuc.publishing.shown import Shown
from tintuc.publishing.standing import lasting
from tintuc.reading import icons
from tintuc.reading.scripts import page_script, theme_script
from tintuc.reading.styles import colours, fonts, stylesheet


@dataclass(frozen=True)
class Way:
    """A link to somewhere, in the language of where it leads."""

    name: str
    url: str
    language: str = ""
    here: bool = False


@dataclass
class Frame:
    """All that the layout template needs to know about a page."""

    edition: Edition
    title: str
    path: str
    stylesheet: str
    icon: str
    screen_icon: str  #: the one phones put on their screen
    logo: str  #: the icon, large
    colour: str  #: the site's own, for the browser's frame
    scripts: tuple[str, str]  #: addresses of the one before the first paint, and of the deferred one
    fonts: list[str]
    sections: list[Way]
    editions: list[Way]
    network: list[Way]
    network_itself: Network
    description: str = ""
    canonical: str = ""
    alternates: list[Way] = field(default_factory=list)
    original: str = ""  #: address of the source article, for ``x-default``
    section: Section | None = None
    feeds: bool = True
    topic: Way | None = None  #: of a topic's page, which has a feed of its own
    listed: bool = True  #: whether search engines should list it
    day: str = ""  #: the day the masthead carries, on a front
    since: str = ""  #: the same for machines

    @property
    def text_only(self) -> bool:
        """Whether the site sends text alone for now: no pictures, no scripts, no faces of its own."""
        return self.edition.site.text_only

    @property
    def here(self) -> tuple[object, ...]:
        """What the masthead shows of this page and not of every other: where it stands, and a front's day."""
        root = self.edition.root
        marked = self.path in {root, f"{root}hot/"} or any(way.here and way.url == self.path for way in self.sections)
        return self.section and self.section.pk, self.path if marked else "", self.day, self.since

    @property
    def address(self) -> str:
        """The page's own absolute address."""
        return self.at(self.path)

    def at(self, path: str) -> str:
        """The absolute address of a path on the page's own host."""
        return self.network_itself.address(self.edition.site.host, path)

    def url(self, placement: Shown) -> str:
        """The absolute address of a placement, on whichever site it is."""
        return self.network_itself.address(placement.edition.site.host, placement.path)

    def other(self, path: str) -> list[Way]:
        """The same page in every language of the site, for ``hreflang``: ``path`` under each edition's folder."""
        return [Way(way.name, self.at(f"{way.url}{path}"), way.language, way.here) for way in self.editions]


def frame(edition: Edition, path: str, title: str, section: Section | None = None, **more: object) -> Frame:
    """The frame of the page at ``path``."""
    shared = _shared(edition)
    address = shared.network.address(edition.site.host, path)
    return Frame(
        edition=edition,
        title=title,
        path=path,
        section=section,
        stylesheet=shared.stylesheet,
        icon=shared.icon,
        screen_icon=shared.screen_icon,
        logo=shared.logo,
        colour=shared.colour,
        scripts=shared.scripts,
        fonts=shared.fonts,
        sections=_shelves(edition, section.pk if section else None),
        editions=shared.editions,
        network=shared.sites,
        network_itself=shared.network,
        **{"canonical": address, **more},  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class _Shared:
    """What all pages of an edition have round them."""

    network: Network
    stylesheet: str
    icon: str
    screen_icon: str
    logo: str
    colour: str
    scripts: tuple[str, str]
    fonts: list[str]
    sections: list[Section]
    editions: list[Way]
    sites: list[Way]

    @property
    def assets(self) -> list[str]:
        """Addresses of what was baked for it."""
        return [self.stylesheet, self.screen_icon, self.logo, *self.scripts, *self.fonts]


@once
def _shelves(edition: Edition, here: int | None) -> list[Way]:
    """The ways to the edition's sections, one of them marked."""
    return [
        Way(shelf.name, f"{edition.root}{shelf.slug}/", here=shelf.pk == here) for shelf in _shared(edition).sections
    ]


@once
def _shared(edition: Edition) -> _Shared:
    made = lasting(edition, "frame", lambda: _make(edition))
    # Somebody may have emptied the tree: then what is not there is baked again.
    return made if all(map(is_baked, made.assets)) else _make(edition)


def _make(edition: Edition) -> _Shared:
    network = queries.network()
    return _Shared(
        network=network,
        stylesheet=stylesheet(edition.site),
        icon=icons.inline(edition.site),
        screen_icon=icons.picture(edition.site, icons.FOR_SCREEN),
        logo=icons.picture(edition.site, max(icons.FOR_MANIFEST)),
        colour=colours(edition.site)[0],
        scripts=(theme_script(), page_script()),
        fonts=[] if edition.site.text_only else fonts(edition),
        sections=[section for section in queries.sections().values() if section.edition_id == edition.pk],
        editions=[
            Way(other.speech.name, other.root, other.language, here=other.pk == edition.pk)
            for other in queries.editions().values()
            if other.site_id == edition.site_id
        ],
        sites=_sites(edition, network),
    )


def _sites(edition: Edition, network: Network) -> list[Way]:
    """The other sites: each by its masthead in this language if it has an edition of it, else by its own."""
    first: dict[int, Edition] = {}
    for other in sorted(queries.editions().values(), key=lambda one: one.language != edition.language):
        first.setdefault(other.site_id, other)
    others = sorted(first.values(), key=lambda one: one.site.key)
    return [
        Way(other.masthead or other.site.masthead, network.address(other.site.host, other.root), other.language)
        for other in others
        if other.site_id != edition.site_id
    ]


def shelves(around: Frame, section: Section) -> list[Way]:
    """The section in each language of the site that has it, for ``hreflang``."""
    site = around.edition.site_id
    found = [one for one in queries.sections().values() if one.key == section.key and one.edition.site_id == site]
    return [
        Way(other.name, around.at(other.path), other.edition.language, here=other.pk == section.pk)
        for other in sorted(found, key=lambda one: (one.edition.order, one.pk))
    ]
