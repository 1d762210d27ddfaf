"""The network, its sites, their editions and sections."""

from __future__ import annotations

import re
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tintuc.network.colours import contrast
from tintuc.network.languages import CHOICES, LANGUAGES, Language

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: The least contrast of text, 4.5 by WCAG 2.2; more, since tinted grounds take some of it.
READABLE = 5.5


def check_host(value: str) -> None:
    """Refuse anything but a plain lower-case host name, since it becomes a folder of baked pages."""
    if not HOST.fullmatch(value):
        raise ValidationError(_("“%(host)s” is not a host name such as news.example."), params={"host": value})


def check_time_zone(value: str) -> None:
    """Refuse a zone the time zone database does not know."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone such as Asia/Ho_Chi_Minh."), params={"zone": value})


colour = RegexValidator(COLOUR, _("A colour is written as # and six hexadecimal digits, such as #8a1c1c."))
path_part = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens."))


def check_colours(accent: str, paper: str) -> None:
    """Refuse an accent that cannot be read on the paper, or white letters on it (WCAG 2.2, 1.4.3)."""
    for ground in (paper, "#ffffff"):
        if COLOUR.fullmatch(accent) and COLOUR.fullmatch(ground) and contrast(accent, ground) < READABLE:
            raise ValidationError(
                {
                    "accent": _("%(accent)s cannot be read on %(ground)s: choose a darker accent.")
                    % {"accent": accent, "ground": ground}
                }
            )


class Network(models.Model):
    """All our sites. There is one row; it knows the desk's own address."""

    name = models.CharField(_("name"), max_length=120, default="Tintuc")
    desk_host = models.CharField(
        _("host of the desk"), max_length=253, default="desk.localhost", validators=[check_host]
    )
    scheme = models.CharField(_("scheme"), max_length=5, choices=[("http", "http"), ("https", "https")], default="http")
    port = models.PositiveIntegerField(_("port, if not the usual one"), null=True, blank=True)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Network:
        """The one network of this installation, made with its defaults if it is not there yet."""
        return cls.objects.first() or cls.objects.create()

    def address(self, host: str, path: str = "/") -> str:
        """The absolute address of ``path`` on ``host``, with the port where the network needs one."""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{host}{port}{path}"


class Site(models.Model):
    """One masthead and its host names."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    masthead = models.CharField(_("masthead"), max_length=120)
    host = models.CharField(_("host name"), max_length=253, unique=True, validators=[check_host])
    other_hosts = models.JSONField(_("other host names"), default=list, blank=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    accent = models.CharField(_("accent colour"), max_length=7, default="#8a1c1c", validators=[colour])
    paper = models.CharField(_("paper colour"), max_length=7, default="#fffdf8", validators=[colour])
    style = models.CharField(
        _("character of the masthead"),
        max_length=12,
        choices=[("serif", _("serif")), ("sans", _("sans")), ("slab", _("slab"))],
        default="serif",
    )
    owner = models.CharField(_("publisher"), max_length=200, blank=True)
    contact = models.EmailField(_("contact"), blank=True)
    #: Set by its own action alone, which asks for the right and keeps a record.
    text_only = models.BooleanField(_("served as text only"), default=False, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("site")
        verbose_name_plural = _("sites")

    def __str__(self) -> str:
        return self.masthead

    def clean(self) -> None:
        """Each host belongs to one site, and the desk's host to none; the colours can be read on each other."""
        check_colours(self.accent, self.paper)
        taken = {Network.current().desk_host}
        for site in Site.objects.exclude(pk=self.pk):
            taken.update([site.host, *site.other_hosts])
        if not isinstance(self.other_hosts, list):
            raise ValidationError({"other_hosts": _("Give the other hosts as a list.")})
        for host in [self.host, *self.other_hosts]:
            check_host(str(host))
            if host in taken:
                raise ValidationError(_("The host %(host)s is taken."), params={"host": host})


class Edition(models.Model):
    """One site in one language."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="editions", verbose_name=_("site"))
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    masthead = models.CharField(_("masthead in this language"), max_length=120, blank=True)
    tagline = models.CharField(_("tagline in this language"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[check_time_zone])
    labels = models.JSONField(_("labels of its own"), default=dict, blank=True)
    policies = models.JSONField(_("policies"), default=dict, blank=True)
    profile = models.JSONField(_("profile of checks"), default=dict, blank=True)
    machine_copy = models.BooleanField(_("may release labelled machine translations"), default=False)
    tell_changed = models.BooleanField(
        _("tells readers when the original has changed since a translation"), default=True
    )
    typeface = models.CharField(
        _("typeface"),
        max_length=20,
        blank=True,
        choices=[("be-vietnam-pro", "Be Vietnam Pro")],
        help_text=_("Without one, readers see the faces of their own machine, which cost nothing to load."),
    )
    offline = models.BooleanField(
        _("saved stories can be read without a connection"),
        default=False,
        help_text=_("Pages a reader saves are kept on the reader's own device."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["site__key", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "language"], name="one_edition_a_language")]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def name(self) -> str:
        """The masthead readers see."""
        return self.masthead or self.site.masthead

    @property
    def speech(self) -> Language:
        """The facts about its language."""
        return LANGUAGES[self.language]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone its dates are shown in."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def root(self) -> str:
        """The path of its front, such as ``/vi/``."""
        return f"/{self.speech.path}/"

    def address(self, path: str | None = None) -> str:
        """The absolute address of a path (its front by default) on the edition's host."""
        return Network.current().address(self.site.host, self.root if path is None else path)


class Section(models.Model):
    """A standing shelf of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sections", verbose_name=_("edition"))
    key = models.SlugField(_("key, the same in every language"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("address"), max_length=60, validators=[path_part])
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["edition", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="one_section_an_address"),
            models.UniqueConstraint(fields=["edition", "key"], name="one_section_a_key"),
        ]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    #: Folders of an edition that are not sections.
    RESERVED = frozenset(
        (
            *("map", "feeds", "search", "hot", "counting", "checking", "about", "corrections", "corrections-policy"),
            *("topics", "people", "languages", "principles", "ownership", "machines", "saved"),
        )
    )

    def __str__(self) -> str:
        return f"{self.edition}: {self.name}"

    def clean(self) -> None:
        """A section may not hide one of the edition's own pages."""
        if self.slug in self.RESERVED:
            raise ValidationError({"slug": _("This address is kept for the edition's own pages.")})

    @property
    def path(self) -> str:
        """The section's path, such as ``/vi/the-gioi/``."""
        return f"{self.edition.root}{self.slug}/"
