"""The network, and the rows every site shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from tintuc.network.models import Edition, Membership, Network, Section, Site, Topic
from tintuc.network.permissions import sites_for
from tintuc.newsroom.guard import guarded
from tintuc.newsroom.in_languages import TextsInLanguages
from tintuc.stories.models import Contributor, Licence, Provider
from tintuc.translation.models import EngineAllowance, EngineChoice

#: Which field of a row says whose it is, so that nobody puts a row on a site that is not theirs.
OWNER = {
    Edition: "site",
    Section: "edition",
    Membership: "site",
    EngineChoice: "site",
    EngineAllowance: "site",
}


class OwnedForm(forms.ModelForm):
    """Offers only the sites and editions the person may set up."""

    def limit_to(self, user: Any) -> None:
        """Narrow the choices."""
        sites = sites_for(user, "set_up")
        if "site" in self.fields:
            self.fields["site"].queryset = Site.objects.filter(pk__in=sites)
        if "edition" in self.fields:
            self.fields["edition"].queryset = Edition.objects.filter(site__in=sites).select_related("site")


class Limited:
    """Narrows the form's choices, and asks again when it is saved."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form with the choices this person has."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view it is mixed into
        OwnedForm.limit_to(form, self.request.user)  # type: ignore[arg-type, attr-defined]
        return form

    def save_instance(self) -> Any:
        """Save, if the row is on a site this person may set up."""
        row = self.form.instance  # type: ignore[attr-defined]
        policy = policy_registry.get_by_type(type(row))
        if type(row) in OWNER and not policy.user_has_permission_for_instance(self.request.user, "change", row):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().save_instance()  # type: ignore[misc]


class LimitedCreateView(Limited, CreateView):
    """Adds a row to a site of one's own."""


class LimitedEditView(Limited, EditView):
    """Changes a row of a site of one's own."""


class Rows(SnippetViewSet):
    """What all these lists have in common."""

    add_view_class = LimitedCreateView
    edit_view_class = LimitedEditView
    copy_view_enabled = False
    search_fields: list[str] = []

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Only what the person may see."""
        return policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            request.user, ["view", "change"]
        )


@guarded
class NetworkViewSet(Rows):
    """The network's name and the desk's address."""

    model = Network
    icon = "globe"
    list_display = ["name", "desk_host", "scheme", "port"]
    form_fields = ["name", "desk_host", "scheme", "port"]


@guarded
class SiteViewSet(Rows):
    """Mastheads and their hosts."""

    model = Site
    icon = "site"
    list_display = ["masthead", "host", "key"]
    form_fields = [
        "key", "masthead", "host", "other_hosts", "tagline", "accent", "paper", "style", "owner", "contact",
    ]  # fmt: skip


@guarded
class EditionViewSet(Rows):
    """A site in a language."""

    model = Edition
    icon = "doc-full-inverse"
    list_display = ["__str__", "site", "language", "time_zone"]
    list_filter = ["site", "language"]
    form_fields = [
        "site", "language", "masthead", "tagline", "time_zone", "typeface", "offline", "labels", "policies", "profile",
        "machine_copy", "tell_changed", "order",
    ]  # fmt: skip


@guarded
class SectionViewSet(Rows):
    """The shelves of an edition."""

    model = Section
    icon = "list-ul"
    list_display = ["name", "edition", "key", "slug"]
    list_filter = ["edition"]
    form_fields = ["edition", "key", "name", "slug", "order"]


@guarded
class MembershipViewSet(Rows):
    """Who works where."""

    model = Membership
    icon = "group"
    list_display = ["user", "site", "role"]
    list_filter = ["site", "role"]
    form_fields = ["user", "site", "role"]


@guarded
class ContributorViewSet(Rows):
    """People whom readers see named."""

    model = Contributor
    icon = "user"
    list_display = ["name", "slug"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("forms", widget=TextsInLanguages()),
        FieldPanel("about", widget=TextsInLanguages(long=True)),
    ]


@guarded
class TopicViewSet(Rows):
    """Subjects across sections."""

    model = Topic
    icon = "tag"
    list_display = ["__str__", "key"]
    panels = [
        FieldPanel("key"),
        FieldPanel("names", widget=TextsInLanguages()),
        FieldPanel("about", widget=TextsInLanguages(long=True)),
    ]


@guarded
class ProviderViewSet(Rows):
    """Whom stories are carried from."""

    model = Provider
    icon = "download"
    list_display = ["name", "url", "licence"]
    form_fields = ["name", "url", "licence"]


@guarded
class LicenceViewSet(Rows):
    """The terms of carrying."""

    model = Licence
    icon = "key"
    list_display = ["name", "may_carry", "may_translate"]
    form_fields = ["code", "name", "url", "may_carry", "may_translate"]


class NetworkGroup(SnippetViewSetGroup):
    """The menu of the network."""

    menu_label = _("Network")
    menu_icon = "globe"
    menu_order = 300
    items = (NetworkViewSet, SiteViewSet, EditionViewSet, SectionViewSet, MembershipViewSet)


class SourcesGroup(SnippetViewSetGroup):
    """The menu of people and rights."""

    menu_label = _("People, topics and rights")
    menu_icon = "group"
    menu_order = 200
    items = (ContributorViewSet, TopicViewSet, ProviderViewSet, LicenceViewSet)
