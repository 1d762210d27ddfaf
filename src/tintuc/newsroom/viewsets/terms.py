"""The termbase and the names."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from tintuc.names.models import Name, NameForm
from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.network.permissions import sites_for
from tintuc.newsroom.guard import guarded
from tintuc.newsroom.viewsets.network import Rows
from tintuc.translation.models import Concept, Term

#: Forms of a concept that the list shows.
SHOWN = 6


class ConceptFilters(WagtailFilterSet):
    """Narrow the termbase by words, language, status and site."""

    words = django_filters.CharFilter(label=_("Term, definition or id"), method="by_words")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=CHOICES, method="by_term")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Term.Status.choices, method="by_term")
    subject = django_filters.CharFilter(label=_("Subject"), lookup_expr="icontains")
    site = django_filters.ModelChoiceFilter(label=_("Only for the site"), queryset=Site.objects.all())

    class Meta:
        """The list's model."""

        model = Concept
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Concept], _name: str, words: str) -> QuerySet[Concept]:
        """Concepts of which a term, the definition or the id holds the words."""
        terms = Term.objects.filter(text__icontains=words).values("concept")
        return rows.filter(Q(pk__in=terms) | Q(definition__icontains=words) | Q(ident__iexact=words))

    def by_term(self, rows: QuerySet[Concept], name: str, value: str) -> QuerySet[Concept]:
        """Concepts that have a term in the language, or of the status."""
        return rows.filter(pk__in=Term.objects.filter(**{name: value}).values("concept"))


def forms_of(concept: Concept) -> str:
    """Its terms, forbidden ones marked."""
    terms = list(concept.terms.all())
    marks = {Term.Status.FORBIDDEN: "✗ ", Term.Status.KEPT: "= "}
    shown = " · ".join(f"{marks.get(term.status, '')}{term.text} ({term.language})" for term in terms[:SHOWN])
    return f"{shown} · …" if len(terms) > SHOWN else shown


class ConceptIndexView(IndexView):
    """The list of concepts, with the way to files."""

    is_searchable = False
    default_ordering = "-changed_at"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Files in and out."""
        ways = [Button(_("Write a file"), url=reverse("newsroom_terms_export"), icon_name="download", priority=20)]
        if sites_for(self.request.user, "keep_terms"):
            take_in = reverse("newsroom_terms_import")
            ways.append(Button(_("Take in a file"), url=take_in, icon_name="upload", priority=10))
        return [*super().header_more_buttons, *ways]

    def get_base_queryset(self) -> QuerySet[Concept]:
        """Rows with what the columns need."""
        return super().get_base_queryset().select_related("site").prefetch_related("terms")


class Kept:
    """Offers the sites whose terms the person keeps, asks again when the row is saved, and notes who saved it."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form with the choices this person has."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view it is mixed into
        mine = sites_for(self.request.user, "keep_terms")  # type: ignore[attr-defined]
        form.fields["site"].queryset = Site.objects.filter(pk__in=mine)
        return form

    def save_instance(self) -> Any:
        """Save, if the row is the network's or of a site whose terms this person keeps."""
        row, user = self.form.instance, self.request.user  # type: ignore[attr-defined]
        if not policy_registry.get_by_type(Concept).user_has_permission_for_instance(user, "change", row):
            raise PermissionDenied
        row.changed_by = user
        return super().save_instance()  # type: ignore[misc]


class ConceptCreateView(Kept, CreateView):
    """Adds a concept."""


class ConceptEditView(Kept, EditView):
    """Changes a concept."""


@guarded
class ConceptViewSet(SnippetViewSet):
    """The termbase."""

    model = Concept
    icon = "openquote"
    menu_label = _("Termbase")
    list_display = [
        Column(forms_of, label=_("Terms")),
        Column("subject", label=_("Subject")),
        Column("site", label=_("Site"), classname="tintuc-wide-only"),
        UpdatedAtColumn(label=_("Updated"), classname="tintuc-wide-only"),
    ]
    list_per_page = 50
    filterset_class = ConceptFilters
    index_view_class = ConceptIndexView
    add_view_class = ConceptCreateView
    edit_view_class = ConceptEditView
    inspect_view_enabled = True
    inspect_view_fields = ["ident", "subject", "definition", "site"]
    copy_view_enabled = False
    search_fields: list[str] = []
    panels = [
        InlinePanel(
            "terms",
            heading=_("Terms"),
            label=_("term"),
            min_num=1,
            panels=[FieldPanel("language"), FieldPanel("text"), FieldPanel("status"), FieldPanel("note")],
        ),
        FieldPanel("subject"),
        FieldPanel("definition"),
        FieldPanel("site"),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Concept]:
        """Only what the person may see."""
        return policy_registry.get_by_type(Concept).instances_user_has_any_permission_for(request.user, ["view"])


class NameFilters(WagtailFilterSet):
    """Narrow the names by words, kind and language."""

    words = django_filters.CharFilter(label=_("Form, or who this is"), method="by_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Name.Kind.choices)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=CHOICES, method="by_language")

    class Meta:
        """The list's model."""

        model = Name
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Name], _name: str, words: str) -> QuerySet[Name]:
        """Names of which a form, used or not, or the description holds the words."""
        forms = NameForm.objects.filter(
            Q(text__icontains=words) | Q(others__icontains=words) | Q(reading__icontains=words)
        )
        return rows.filter(Q(pk__in=forms.values("name")) | Q(about__icontains=words))

    def by_language(self, rows: QuerySet[Name], _name: str, language: str) -> QuerySet[Name]:
        """Names that have a form in the language."""
        return rows.filter(pk__in=NameForm.objects.filter(language=language).values("name"))


class NameIndexView(IndexView):
    """The list of names."""

    is_searchable = False
    default_ordering = "-changed_at"

    def get_base_queryset(self) -> QuerySet[Name]:
        """Rows with what the columns need."""
        return super().get_base_queryset().prefetch_related("forms")


@guarded
class NameViewSet(Rows):
    """Who is who and where is where."""

    model = Name
    icon = "user"
    menu_label = _("Names")
    list_display = [
        Column(lambda name: " · ".join(map(str, name.forms.all()[:SHOWN])), label=_("Forms")),
        Column("get_kind_display", label=_("Kind")),
        Column("about", label=_("Who or what this is"), classname="tintuc-wide-only"),
        UpdatedAtColumn(label=_("Updated"), classname="tintuc-wide-only"),
    ]
    list_per_page = 50
    filterset_class = NameFilters
    index_view_class = NameIndexView
    add_view_class = CreateView
    edit_view_class = EditView
    inspect_view_enabled = True
    inspect_view_fields = ["kind", "about"]
    panels = [
        FieldPanel("kind"),
        FieldPanel("about"),
        InlinePanel(
            "forms",
            heading=_("What each language calls it"),
            label=_("form"),
            min_num=1,
            panels=[
                FieldPanel("language", widget=forms.Select(choices=CHOICES)),
                FieldPanel("text"),
                FieldPanel("order"),
                FieldPanel("reading"),
                FieldPanel("others", widget=forms.Textarea(attrs={"rows": 3})),
            ],
        ),
    ]


class TermsGroup(SnippetViewSetGroup):
    """The menu of words the house has agreed on."""

    menu_label = _("Terms and names")
    menu_name = "terms"
    menu_icon = "openquote"
    menu_order = 112
    items = (ConceptViewSet, NameViewSet)
