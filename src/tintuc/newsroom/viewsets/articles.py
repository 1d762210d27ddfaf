"""Articles and stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Revision
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from tintuc.network.languages import CHOICES
from tintuc.network.models import Site
from tintuc.newsroom.editing import ArticleEditView, ArticleUnpublishView, ArticleWorkflowActionView
from tintuc.newsroom.guard import guarded
from tintuc.newsroom.long_lists import MOST, CappedPaginator, articles_seen_by, at_home_on, stories_seen_by
from tintuc.search.queries import holding
from tintuc.stories.models import Article, Placement, Story

#: The class of columns that a phone has no room for.
WIDE = "tintuc-wide-only"


class ArticleFilters(WagtailFilterSet):
    """Narrow the list by words, language, site and state."""

    words = django_filters.CharFilter(label=_("Words"), method="by_words")
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
        """What readers may see and holds the words, and what is not live and has them in its headline or slugline.

        The headline is the one last written, which the list shows; the row may lag behind it.
        """
        named = Q(latest_revision__object_str__icontains=words) | Q(headline__icontains=words)
        drafts = Q(live=False) & (named | Q(story__slugline__icontains=words))
        return rows.filter(Q(pk__in=holding(words, MOST)) | drafts)


def states_of(articles: Iterable[Article]) -> dict[int, str]:
    """Where each article stands, in a word, by primary key."""
    drafts = [article.pk for article in articles if not article.live]
    gone = set(Placement.objects.filter(article__in=drafts, withdrawn_at__isnull=False).values_list("article"))
    versions = Revision.objects.filter(base_content_type=Article.get_base_content_type())
    planned = set(
        versions.filter(object_id__in=[str(pk) for pk in drafts], approved_go_live_at__isnull=False).values_list(
            "object_id"
        )
    )

    def state(article: Article) -> str:
        if article.live:
            return str(_("live, with changes") if article.has_unpublished_changes else _("live"))
        if (article.pk,) in gone:
            return str(_("withdrawn"))
        return str(_("scheduled") if (str(article.pk),) in planned else _("draft"))

    return {article.pk: state(article) for article in articles}


class ArticleIndexView(IndexView):
    """The list of articles: newest first, without a search index of its own."""

    is_searchable = False
    default_ordering = "-pk"
    paginator_class = CappedPaginator

    def get_base_queryset(self) -> QuerySet[Article]:
        """Rows the person may see, with what the columns need."""
        rows = super().get_base_queryset().select_related("story__site", "latest_revision")
        return rows.defer("body", "latest_revision__content", "story__note")

    def get_table(self, object_list: Iterable[Article]) -> Table:
        """The rows of the page, whose states are asked for together."""
        articles = list(object_list)
        states = states_of(articles)
        for article in articles:
            article.state = states[article.pk]
        return super().get_table(articles)


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
        Column("state", label=_("State")),
        # Versions are numbered as they are saved, and there is an index of their numbers.
        DateColumn(
            "latest_revision", label=_("Updated"), accessor=changed_at, sort_key="latest_revision_id", classname=WIDE
        ),
    ]
    list_per_page = 30
    index_results_template_name = "newsroom/long_list.html"
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
    index_results_template_name = "newsroom/long_list.html"
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
