"""Pictures for sharing: drawn when somebody first asks for one, since few stories are ever shared."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PIL import Image, UnidentifiedImageError

from tintuc.publishing import queries
from tintuc.publishing.bakery import Baked, PageRef
from tintuc.publishing.models import BakedFile
from tintuc.reading import share_picture
from tintuc.reading.ovens.reach import editions
from tintuc.reading.pictures import photos_in
from tintuc.reading.sharing import address, words
from tintuc.reading.styles import colours
from tintuc.stories.models import Photo, Placement

#: The address of a picture is that of the article's page with another ending.
ADDRESS = re.compile(r"-(\d{1,18})\.jpg")
#: Widest a photograph is decoded at.
PHOTO = "max-1120x1260|format-jpeg"


class SharePictureOven:
    """The picture of one placement. A change only touches those that were asked for once."""

    kind = "share"
    many = True

    def refs(self, tag: str) -> Iterable[PageRef]:
        """The story's pictures that lie in the tree; of a new masthead, all of the site."""
        kind, _, number = tag.partition(":")
        drawn = BakedFile.objects.filter(kind=self.kind)
        if kind == "story":
            placed = Placement.objects.filter(article__story=int(number)).values_list("pk", flat=True)
            drawn = drawn.filter(key__in=[str(pk) for pk in placed])
        else:
            drawn = drawn.filter(owner__in=[edition.pk for edition in editions(tag, ())])
        return [PageRef(self.kind, owner, key) for owner, key in drawn.values_list("owner", "key")]

    def at(self, host: str, path: str) -> PageRef | None:
        """The picture an address names, if it is a public article's."""
        found = ADDRESS.search(path[-24:])
        if found is None:
            return None
        placement = queries.all_public().filter(pk=int(found[1]), edition__site__host=host).first()
        if placement is None or address(placement) != path:
            return None
        return PageRef(self.kind, placement.edition_id, str(placement.pk))

    def bake(self, ref: PageRef) -> Baked | None:
        """The picture, or nothing once the article is not public or no face can draw its headline."""
        placement = queries.all_public().filter(pk=int(ref.key)).first()
        if placement is None or not share_picture.can_draw(said := words(placement)):
            return None
        site = placement.edition.site
        photograph = _photograph(placement.article.current_release.content["body"])
        body = share_picture.draw(said, *colours(site), photograph)
        return Baked(site.host, address(placement), body)


def _photograph(body: list[dict[str, object]]) -> Image.Image | None:
    """The article's first picture, if it can be opened."""
    photo: Photo | None = next(iter(photos_in([body]).values()), None)
    if photo is None:
        return None
    try:
        with photo.get_rendition(PHOTO).file.open("rb") as opened:
            return Image.open(opened).convert("RGB")
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return None
