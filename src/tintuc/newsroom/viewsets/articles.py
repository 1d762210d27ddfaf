"""Articles and stories."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.newsroom.editing import ArticleEditView, ArticleUnpublishView, ArticleWorkflowActionView
from tintuc.newsroom.guard import guarded
from tintuc.newsroom.long_lists import MOST, CappedPaginator, articles_seen_by, at_home_on, stories_seen_by
from tintuc.search.queries import holding
from tintuc.stories.models import Article, Story

#: The class of columns that a phone has no room for.
WIDE = "tintuc-wide-only"


class ArticleFilters(WagtailFilterSet):
    """Narrow the list by words, language, site and state."""

    words = django_filters.CharFilter(label=_("Headline or slugline"), method="by_words")
    language = django_filters.ChoiceFilter(label=_("Language"), choices=CHOICES)
    site = django_filters.ModelChoiceFilter(label=_("Site"), method="by_site", queryset=Site.objects.all())
    live = django_filters.BooleanFilter(label=_("Live"))

    class Meta:
        """The list's model."""

        model = Article
        fields: list[str] = []

    def by_site(self, rows: QuerySet[Article], _name: str, site: Site) -> QuerySet[Article]:
        """What is at home on the site."""
        return rows.filter(at_home_on({site.pk}))

    def by_words(self, rows: QuerySet[Article], _name: str, words: str) -> QuerySet[Article]:
        """What readers may see and holds the words, and what is not live and has them in its headline or slugline."""
        drafts = Q(live=False) & (Q(headline__icontains=words) | Q(story__slugline__icontains=words))
        return rows.filter(Q(pk__in=holding(words, MOST)) | drafts)


def state_of(article: Article) -> str:
    """Where an article stands, in a word."""
    if article.live:
        return str(_("live, with changes") if article.has_unpublished_changes else _("live"))
    if article.placements.filter(withdrawn_at__isnull=False).exists():
        return str(_("withdrawn"))
    return str(_("scheduled") if article.approved_schedule else _("draft"))


class ArticleIndexView(IndexView):
    """The list of articles: newest first, without a search index of its own."""

    is_searchable = False
    default_ordering = "-pk"
    paginator_class = CappedPaginator

    def get_base_queryset(self) -> QuerySet[Article]:
        """Rows the person may see, with what the columns need."""
        rows = super().get_base_queryset().select_related("story__site", "latest_revision")
        return rows.defer("body", "latest_revision__content", "story__note")


class StoryIndexView(IndexView):
    """The list of stories: newest first."""

    is_searchable = False
    default_ordering = "-pk"
    paginator_class = CappedPaginator

    def get_base_queryset(self) -> QuerySet[Story]:
        """Rows the person may see, with what the columns need."""
        return super().get_base_queryset().select_related("site", "provider").defer("note")


def changed_at(article: Article) -> dt.datetime | None:
    """When its newest version was saved."""
    return article.latest_revision.created_at if article.latest_revision else None


class ArticleCreateView(CreateView):
    """Articles begin with a story; the bare form is not offered."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Go to the form for a new story."""
        return redirect("newsroom_new_story")


@guarded
class ArticleViewSet(SnippetViewSet):
    """Articles: the desk's main list, and the editor."""

    model = Article
    icon = "doc-full"
    menu_label = _("Articles")
    menu_order = 100
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("get_language_display", label=_("Language")),
        Column("story.site", label=_("Site"), classname=WIDE),
        Column(state_of, label=_("State")),
        # Versions are numbered as they are saved, and there is an index of their numbers.
        DateColumn(
            "latest_revision", label=_("Updated"), accessor=changed_at, sort_key="latest_revision_id", classname=WIDE
        ),
    ]
    list_per_page = 30
    filterset_class = ArticleFilters
    index_view_class = ArticleIndexView
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    unpublish_view_class = ArticleUnpublishView
    workflow_action_view_class = ArticleWorkflowActionView
    copy_view_enabled = False
    search_fields: list[str] = []

    panels = [
        FieldPanel("kicker"),
        FieldPanel("headline", classname="title", widget=AdminAutoHeightTextInput),
        FieldPanel("standfirst"),
        FieldPanel("dateline"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("released_at"), FieldPanel("origin"), FieldPanel("engine")],
            heading=_("Address, date and origin"),
            classname="collapsed",
        ),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Article]:
        """Only what the person may see."""
        return articles_seen_by(request.user)


@guarded
class StoryViewSet(SnippetViewSet):
    """Stories: rights, embargo, and what they are called in the house."""

    model = Story
    icon = "folder-open-inverse"
    menu_label = _("Stories")
    menu_order = 110
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("site", label=_("Site")),
        Column("get_source_language_display", label=_("Language")),
        Column("get_format_display", label=_("Format")),
        Column("provider", label=_("Provider")),
        DateColumn("created_at", label=_("Created"), sort_key="pk", classname=WIDE),
    ]
    list_filter = ["site", "format", "source_language", "carried"]
    index_view_class = StoryIndexView
    add_view_class = ArticleCreateView
    copy_view_enabled = False
    search_fields: list[str] = []
    panels = [
        FieldPanel("slugline"),
        FieldPanel("format"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("ended_at"),
        FieldPanel("embargoed_until"),
        FieldPanel("confidential"),
        FieldPanel("expires_at"),
        MultiFieldPanel(
            [FieldPanel("carried"), FieldPanel("provider"), FieldPanel("source_url"), FieldPanel("licence")],
            heading=_("Source and rights"),
        ),
        FieldPanel("invented"),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Story]:
        """Only what the person may see."""
        return stories_seen_by(request.user)
