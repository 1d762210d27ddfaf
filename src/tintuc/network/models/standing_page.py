"""What an edition says about itself, in its own words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from tintuc.network.models.sites import Edition

#: What the editor of a standing page offers.
FEATURES = ["h2", "h3", "bold", "italic", "link", "ul", "ol"]


class StandingPage(models.Model):
    """The newsroom's own text of one standing page; without a row readers get the text Tintuc brings along."""

    class Key(models.TextChoices):
        """Which page: its folder under the edition's."""

        ABOUT = "about", _("About us")
        PRINCIPLES = "principles", _("Our principles")
        OWNERSHIP = "ownership", _("Who owns and pays for us")
        POLICY = "corrections-policy", _("How we correct")
        CHECKING = "checking", _("How we check")
        MACHINES = "machines", _("How we use machines")
        COUNTING = "counting", _("How we count readers")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="standing_pages", verbose_name=_("edition"))
    key = models.CharField(_("page"), max_length=24, choices=Key)
    body = RichTextField(_("text"), features=FEATURES)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        ordering = ["edition", "key"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_standing_page_a_key")]
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_key_display()}"
