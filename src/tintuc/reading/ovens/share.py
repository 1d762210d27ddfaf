"""Pictures for sharing: drawn when somebody first asks for one, since few stories are ever shared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PIL import Image, UnidentifiedImageError

from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef, is_wide
from tintuc.publishing.manifest import Row, known_pages
from tintuc.publishing.memo import together
from tintuc.publishing.models import BakedFile
from tintuc.publishing.reach import editions
from tintuc.publishing.shown import by_key
from tintuc.publishing.spots import spots
from tintuc.reading import share_picture
from tintuc.reading.pictures import drawable, photos_in
from tintuc.reading.sharing import address, words
from tintuc.reading.styles import colours
from tintuc.stories.models import Photo

#: Widest a photograph is decoded at.
PHOTO = "max-1120x1260|format-jpeg"


@together
def _drawn(refs: list[PageRef]) -> dict[PageRef, Row]:
    """Those of the pictures that were asked for once."""
    return known_pages(refs)


class SharePictureOven:
    """The picture of one placement. A change only touches those that were asked for once."""

    kind = "share"
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The story's pictures that lie in the tree; of a new masthead, all of the site."""
        if is_wide(tag):
            drawn = BakedFile.objects.filter(kind=self.kind, owner__in=[edition.pk for edition in editions(tag, ())])
            return [PageRef(self.kind, owner, key) for owner, key in drawn.values_list("owner", "key")]
        return [ref for ref, drawn in _drawn.read(self._touched(tag)).items() if drawn]

    def ahead(self, tags: Iterable[str]) -> None:
        """Which pictures of all that the tags name lie in the tree."""
        _drawn.read(ref for tag in tags for ref in self._touched(tag))

    def _touched(self, tag: str) -> list[PageRef]:
        touched = spots(tag, of_articles={"shown"}, of_stories={"story"})
        return [PageRef(self.kind, one.edition_id, str(one.pk)) for one in touched]

    def at(self, host: str, path: str) -> PageRef | None:
        """The picture an address names, if it is a public article's."""
        if not path.endswith(".jpg"):
            return None
        page = path.removesuffix(".jpg") + ".html"
        placement = queries.all_public().filter(path=page, edition__site__host=host).first()
        return PageRef(self.kind, placement.edition_id, str(placement.pk)) if placement else None

    def bake(self, ref: PageRef) -> Baked | None:
        """The picture, or nothing once the article is not public or no face can draw its headline."""
        placement = by_key(int(ref.key))
        if placement is None or not share_picture.can_draw(said := words(placement)):
            return None
        site = placement.edition.site
        photograph = _photograph(placement.article.current_release.content["body"])
        body = share_picture.draw(said, *colours(site), photograph)
        return Baked(site.host, address(placement), body)


def _photograph(body: list[dict[str, Any]]) -> Image.Image | None:
    """The article's first picture, if it can be opened."""
    photos = photos_in([body])
    shown = (photos.get(block["value"].get("image") or 0) for block in body if block["type"] == "picture")
    photo = next((found for found in shown if found), None)
    if photo is None or not drawable(photo):
        return None
    try:
        with Photo.objects.get(pk=photo.pk).get_rendition(PHOTO).file.open("rb") as opened:
            return Image.open(opened).convert("RGB")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return None
