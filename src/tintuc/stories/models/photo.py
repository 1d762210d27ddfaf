"""Pictures, with who made them and under what terms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from tintuc.stories.models.rights import Licence


class Photo(AbstractImage):
    """A picture in the library. Its alt text and caption belong to the article that shows it."""

    credit = models.CharField(_("credit line"), max_length=200, blank=True)
    licence = models.ForeignKey(
        Licence, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("licence")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class PhotoRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(Photo, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec")
        ]
