"""What stands beside an article while it is edited."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from tintuc.integrity.queries import inspect, zone_of
from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition
from tintuc.network.permissions import may
from tintuc.stories.models import Contributor, Credit
from tintuc.translation.differences import differences
from tintuc.translation.queries import lagging_behind, units

MEDIA = Media(css={"all": ["newsroom/desk.css"]}, js=["newsroom/fixing.js", "newsroom/desk.js"])


class IntegrityPanel(BaseSidePanel):
    """The desk's findings about the words as they are now."""

    name = "integrity"
    title = _("Integrity desk")
    template_name = "newsroom/panels/integrity.html"
    order = 50

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Shows how many holds are open."""

        aria_label = _("Toggle the integrity desk")
        icon_name = "warning"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number of open holds."""
            return super().get_context_data(parent_context) | {"count": len(self.panel.report.open_holds)}

    media = MEDIA

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.report = inspect(self.object)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The report, and whether this person may waive."""
        context = super().get_context_data(parent_context)
        return context | integrity_context(self.object, self.request.user, self.report)


def integrity_context(article: Any, user: Any, report: Any = None) -> dict[str, Any]:
    """What the panel's template needs."""
    zone = zone_of(article)
    return {
        "zone": zone,
        "today": f"{timezone.localdate(timezone=zone)}",
        "article": article,
        "report": report or inspect(article),
        "may_waive": may(user, "waive", article.story.site_id),
    }


class SourcePanel(BaseSidePanel):
    """The source beside the translation, passage by passage."""

    name = "source"
    title = _("Source")
    template_name = "newsroom/panels/source.html"
    order = 60

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Shows how many passages are to be done."""

        aria_label = _("Toggle the source")
        icon_name = "doc-full"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number of passages that are empty or stale."""
            return super().get_context_data(parent_context) | {"count": self.panel.unfinished}

    media = MEDIA

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.units = units(self.object)
        self.unfinished = sum(not unit.done for unit in self.units)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The units."""
        source = self.object.made_from
        return super().get_context_data(parent_context) | {
            "units": self.units,
            "unfinished": self.unfinished,
            "source": source,
            "article": self.object,
        }


class TranslationsPanel(BaseSidePanel):
    """What has changed here since others translated it, for whoever answers for these words."""

    name = "translations"
    title = _("Translations")
    template_name = "newsroom/panels/translations.html"
    order = 65

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Shows how many changes translations lag behind."""

        aria_label = _("Toggle the translations")
        icon_name = "globe"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """The number of changes."""
            return super().get_context_data(parent_context) | {"count": len(self.panel.changes)}

    media = MEDIA

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.changes = lagging_behind(self.object)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The changes, each with its difference."""
        shown = [(change, differences(change.before, change.now)) for change in self.changes]
        return super().get_context_data(parent_context) | {"changes": shown, "article": self.object}


class StoryPanel(BaseSidePanel):
    """The story: its languages, where it goes, who made it."""

    name = "story"
    title = _("Story and editions")
    template_name = "newsroom/panels/story.html"
    order = 70

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Opens the panel."""

        aria_label = _("Toggle story and editions")
        icon_name = "site"
        has_counter = False

    media = MEDIA

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Articles, languages still missing, placements, credits, and what may be added."""
        article, user = self.object, self.request.user
        story = article.story
        articles = list(story.articles.order_by("language"))
        have = {other.language for other in articles}
        wanted = Edition.objects.values_list("language", flat=True).distinct()
        placed = list(article.placements.select_related("edition__site", "section"))
        editions = Edition.objects.filter(language=article.language).exclude(
            pk__in=[placement.edition_id for placement in placed]
        )
        return super().get_context_data(parent_context) | {
            "article": article,
            "story": story,
            "articles": articles,
            "missing": [LANGUAGES[code] for code in sorted(set(wanted) - have)],
            "placements": placed,
            "editions": [e for e in editions.select_related("site").prefetch_related("sections") if e.sections.all()],
            "credits": story.credits.filter(article=None) | story.credits.filter(article=article.pk),
            "contributors": Contributor.objects.all()[:500],
            "roles": Credit.Role.choices,
            "may_release": may(user, "release", story.site_id),
            "releases": article.releases.select_related("clearance")[:12] if article.pk else [],
            "may_withdraw": article.live and may(user, "withdraw", story.site_id),
        }
