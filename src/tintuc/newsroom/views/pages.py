"""Standing pages in the newsroom's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.rich_text import get_rich_text_editor_widget

from tintuc.network.models import Edition, StandingPage
from tintuc.network.models.standing_page import FEATURES
from tintuc.network.permissions import NotAllowed, require, sites_for
from tintuc.reading.standing_page import safe, usual_text


class StandingPageForm(forms.Form):
    """The text of one page."""

    body = forms.CharField(label=gettext_lazy("Text"), max_length=100_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = get_rich_text_editor_widget(features=FEATURES)

    def clean_body(self) -> str:
        """What readers will get of it; a page of nothing is refused."""
        body = str(safe(self.cleaned_data["body"]))
        if not body.replace("<p></p>", "").strip():
            raise forms.ValidationError(_("Write something, or go back to the usual text."))
        return body


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """Every page of every edition the person sets up, and whose words it has."""
    sites = sites_for(request.user, "set_up")
    if not sites:
        raise NotAllowed
    editions = Edition.objects.filter(site__in=sites).select_related("site").prefetch_related("standing_pages")
    rows = []
    for edition in editions:
        own = {page.key: page for page in edition.standing_pages.all()}
        rows.append((edition, [(key, label, own.get(key)) for key, label in StandingPage.Key.choices]))
    return render(request, "newsroom/pages.html", {"rows": rows})


@require_admin_access
def edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write one page anew, starting from what readers get now, or go back to the usual text."""
    edition = get_object_or_404(Edition.objects.select_related("site"), pk=pk)
    require(request.user, "set_up", edition.site_id)
    if key not in StandingPage.Key.values:
        raise Http404
    own = edition.standing_pages.filter(key=key).first()
    back = HttpResponseRedirect(reverse("newsroom_pages"))
    if request.method == "POST" and "usual" in request.POST:
        if own:
            own.delete()
        messages.success(request, _("Readers get the usual text again."))
        return back
    form = StandingPageForm(request.POST or None, initial={"body": own.body if own else usual_text(edition, key)})
    if request.method == "POST" and form.is_valid():
        words = {"body": form.cleaned_data["body"], "changed_by": request.user}
        StandingPage.objects.update_or_create(edition=edition, key=key, defaults=words)
        messages.success(request, _("Kept. Readers see it in a moment."))
        return back
    label = StandingPage.Key(key).label
    context = {"form": form, "edition": edition, "key": key, "label": label, "own": own, "media": form.media}
    return render(request, "newsroom/page.html", context)
