"""Plugs the desk into Wagtail."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from tintuc.names.models import Name
from tintuc.network.models import Edition, Membership, Network, Section, Site, Topic
from tintuc.network.permissions import sites_for
from tintuc.newsroom import urls
from tintuc.newsroom.actions_menu import ReleaseMenuItem
from tintuc.newsroom.guard import GuardedDelete
from tintuc.newsroom.home import DeskPanel
from tintuc.newsroom.policies import NamePolicy, OwnerPolicy, SharedPolicy, SitePolicy, TermPolicy
from tintuc.newsroom.viewsets.articles import ArticleViewSet, StoryViewSet
from tintuc.newsroom.viewsets.engines import EngineAllowanceViewSet, EngineChoiceViewSet
from tintuc.newsroom.viewsets.network import NetworkGroup, SourcesGroup
from tintuc.newsroom.viewsets.terms import TermsGroup
from tintuc.stories.models import Article, Contributor, Licence, Provider, Story
from tintuc.translation.models import Concept, EngineAllowance, EngineChoice

SET_UP = {"add": "set_up", "change": "set_up", "view": "set_up"}
POLICIES: dict[type[Model], Any] = {
    Article: SitePolicy(Article, "story__site", lambda row: row.story.site_id),
    Story: SitePolicy(Story, "site", lambda row: row.site_id, delete="set_up"),
    Site: SitePolicy(Site, "pk", lambda row: row.pk, **SET_UP | {"add": "found"}),
    Edition: SitePolicy(Edition, "site", lambda row: row.site_id, **SET_UP),
    Section: SitePolicy(Section, "edition__site", lambda row: row.edition.site_id, **SET_UP),
    EngineChoice: SitePolicy(EngineChoice, "site", lambda row: row.site_id, **SET_UP | {"delete": "set_up"}),
    EngineAllowance: SitePolicy(EngineAllowance, "site", lambda row: row.site_id, **SET_UP | {"delete": "set_up"}),
    Membership: SitePolicy(Membership, "site", lambda row: row.site_id, **SET_UP),
    Network: OwnerPolicy(Network),
    Contributor: SharedPolicy(Contributor),
    Topic: SharedPolicy(Topic),
    Provider: SharedPolicy(Provider),
    Licence: SharedPolicy(Licence),
    Concept: TermPolicy(Concept),
    Name: NamePolicy(Name),
}
for model, policy in POLICIES.items():
    register_permission_policy(model, policy)

register_snippet(ArticleViewSet)
register_snippet(StoryViewSet)
register_snippet(TermsGroup)
register_snippet(SourcesGroup)
register_snippet(NetworkGroup)
register_snippet(EngineChoiceViewSet)
register_snippet(EngineAllowanceViewSet)

hooks.register("register_bulk_action", GuardedDelete, order=1000)

#: Wagtail's menus for a site made of pages, which this is not.
NOT_OURS = frozenset({"explorer", "reports", "help", "documents", "snippets"})


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The desk's own views."""
    return [path("desk/", include(urls))]


@hooks.register("construct_main_menu")
def our_menu(request: Any, items: list[Any]) -> None:
    """Leave out what belongs to pages."""
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("register_admin_menu_item")
def new_story() -> MenuItem:
    """The way to a new story, from everywhere."""
    return MenuItem(_("New story"), reverse("newsroom_new_story"), name="new-story", icon_name="plus", order=50)


@hooks.register("register_admin_menu_item")
def the_board() -> MenuItem:
    """Every story in every language, for everybody at the desk."""
    return MenuItem(_("Board"), reverse("newsroom_board"), name="board", icon_name="table", order=60)


@hooks.register("register_admin_menu_item")
def my_queue() -> MenuItem:
    """What a translator sees to, and what waits for one."""
    return MenuItem(_("My queue"), reverse("newsroom_queue"), name="queue", icon_name="tasks", order=70)


@hooks.register("register_admin_menu_item")
def notices() -> MenuItem:
    """What somebody was told."""
    return MenuItem(_("Notices"), reverse("newsroom_notices"), name="notices", icon_name="mail", order=80)


@hooks.register("register_admin_menu_item")
def checks() -> MenuItem:
    """The catalogue of checks, for everybody at the desk."""
    return MenuItem(_("Checks"), reverse("newsroom_checks"), name="checks", icon_name="list-ul", order=120)


@hooks.register("register_admin_menu_item")
def machines() -> MenuItem:
    """What machines do for the newsroom."""
    return MenuItem(_("Machines"), reverse("newsroom_engines"), name="machines", icon_name="desktop", order=118)


class ForEditors(MenuItem):
    """Shown to those who may release somewhere."""

    def is_shown(self, request: Any) -> bool:
        """Whether the person may release anywhere."""
        return bool(sites_for(request.user, "release"))


class ForChiefs(MenuItem):
    """Shown to those who set up a site."""

    def is_shown(self, request: Any) -> bool:
        """Whether the person sets up any site."""
        return bool(sites_for(request.user, "set_up"))


@hooks.register("register_admin_menu_item")
def fronts() -> MenuItem:
    """The order of the fronts."""
    return ForEditors(_("Fronts"), reverse("newsroom_fronts"), name="fronts", icon_name="list-ol", order=112)


@hooks.register("register_admin_menu_item")
def standing_pages() -> MenuItem:
    """What the editions say about themselves."""
    address = reverse("newsroom_pages")
    return ForChiefs(_("Standing pages"), address, name="standing-pages", icon_name="info-circle", order=310)


@hooks.register("register_admin_menu_item")
def look() -> MenuItem:
    """How the sites look, and the switch to text only."""
    return MenuItem(_("Look"), reverse("newsroom_look"), name="look", icon_name="view", order=125)


class ProposedNamesItem(MenuItem):
    """Shown to those who may decide."""

    def is_shown(self, request: Any) -> bool:
        """Whether the person keeps terms and names anywhere."""
        return bool(sites_for(request.user, "keep_terms"))


@hooks.register("register_admin_menu_item")
def proposed_names() -> MenuItem:
    """Names that no record knows, for those who keep them."""
    address = reverse("newsroom_proposed_names")
    return ProposedNamesItem(_("Proposed names"), address, name="proposed-names", icon_name="user", order=115)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: Any, items: list[Any]) -> None:
    """Counts of pages and documents say nothing here."""
    items.clear()


@hooks.register("construct_homepage_panels")
def our_home(request: Any, panels: list[Any]) -> None:
    """What waits for somebody, in place of Wagtail's panels about pages."""
    panels[:] = [DeskPanel()]


@hooks.register("insert_global_admin_css")
def our_style() -> str:
    """The desk's own style on every page."""
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/desk.css"))


@hooks.register("construct_snippet_action_menu")
def our_actions(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Put Release in the place of Publish, for those who may; articles are withdrawn from their panel."""
    if context["model"] is Article:
        items[:] = [item for item in items if item.name not in {"action-publish", "action-unpublish"}]
        release = ReleaseMenuItem(order=30)
        if release.is_shown(context):
            items.insert(1, release)
