"""The article's editor: panels beside it, refusals shown, nobody's work overwritten."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.snippets.views.snippets import EditView, UnpublishView, WorkflowActionView

from tintuc.network.permissions import may, require
from tintuc.newsroom.side_panels import IntegrityPanel, SourcePanel, StoryPanel, TranslationsPanel
from tintuc.publishing.actions.release import require_placement
from tintuc.stories.errors import NotCleared, StoryError
from tintuc.stories.models import Article
from tintuc.translation.engines.drafts import unedited


class ArticleEditView(EditView):
    """Wagtail's editor with the integrity desk in it."""

    def get_side_panels(self) -> Any:
        """The desk's panels before Wagtail's; its English readability panel is left out."""
        panels = super().get_side_panels()
        panels[:] = [panel for panel in panels if not isinstance(panel, ChecksSidePanel)]
        panels.append(IntegrityPanel(self.object, self.request))
        if not self.object.is_source:
            panels.append(SourcePanel(self.object, self.request))
        panels.append(TranslationsPanel(self.object, self.request))
        panels.append(StoryPanel(self.object, self.request))
        return panels

    def get_available_actions(self) -> list[str]:
        """Releasing is for those who may release on this article's site, not on any."""
        actions = super().get_available_actions()
        if "publish" in actions and not may(self.request.user, "release", self.object.story.site_id):
            actions.remove("publish")
        return actions

    def is_valid(self, form: Any) -> bool:
        """Refuse to save over what somebody else saved meanwhile; the words stay in the form."""
        newest = self.latest_revision
        if self.is_out_of_date and newest and newest.user_id not in (None, self.request.user.pk):
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _(
                "%(person)s has saved this article since you opened it. Your words are still here: copy what you need, "
                "open the article anew, and put the two together."
            ) % {"person": newest.user}
            return False
        if not super().is_valid(form):
            return False
        if form.instance.origin == Article.Origin.HUMAN and unedited(form.instance):
            self.produced_error_code = "invalid_origin"
            self.produced_error_message = _("A machine wrote some of these words: readers must be told.")
            form.add_error("origin", self.produced_error_message)
            return False
        return True

    def publish_action(self) -> HttpResponse | None:
        """Release; a refusal names the findings, and the draft is kept."""
        try:
            require_placement(self.object)
            return super().publish_action()
        except StoryError as refusal:
            show_refusal(self.request, refusal)
            return self.save_action() if self.expects_json_response else self._back()

    def workflow_action_action(self) -> HttpResponse | None:
        """Approving releases, so it may be refused too."""
        try:
            return super().workflow_action_action()
        except StoryError as refusal:
            show_refusal(self.request, refusal)
            return self._back()

    def _back(self) -> HttpResponse:
        return redirect(self.get_edit_url())


class ArticleWorkflowActionView(WorkflowActionView):
    """Acts on an article in workflow from its listing."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A refusal goes back to the editor with its findings."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except StoryError as refusal:
            show_refusal(request, refusal)
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
            return redirect(self.redirect_url)


class ArticleUnpublishView(UnpublishView):
    """Withdrawing is for those who may withdraw on this article's site."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask for the right on the site."""
        require(request.user, "withdraw", self.get_object().story.site_id)
        return super().dispatch(request, *args, **kwargs)


def show_refusal(request: Any, refusal: StoryError) -> None:
    """Say on the screen why an article was not released, finding by finding."""
    findings = refusal.findings if isinstance(refusal, NotCleared) else []
    listed = format_html_join(
        "",
        "<li>{} {}</li>",
        ((finding.message, f"“{finding.quote[:80]}”" if finding.quote else "") for finding in findings),
    )
    sentence = _("Not released. %(why)s") % {"why": refusal}
    messages.error(request, format_html("{}<ul>{}</ul>", sentence, listed) if findings else sentence)
