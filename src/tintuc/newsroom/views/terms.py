"""The termbase as files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access

from tintuc.network.models import Site
from tintuc.network.permissions import NotAllowed, sites_for
from tintuc.translation.actions.take_terms import take_terms
from tintuc.translation.term_csv import write_csv
from tintuc.translation.term_files import MOST_BYTES, BadTermFile
from tintuc.translation.term_tbx import write_tbx
from tintuc.translation.termbase import records

WRITERS = {"csv": (write_csv, "text/csv; charset=utf-8"), "tbx": (write_tbx, "application/x-tbx")}
#: Problems and differences the page shows; the rest is counted.
SHOWN = 500


class TermFileForm(forms.Form):
    """A file of terms, and for whom it is."""

    file = forms.FileField(label=_("File"), help_text=_("CSV with a first line that names the columns, or TBX."))
    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Only for the site"), required=False, empty_label=_("the whole network")
    )
    replace = forms.BooleanField(
        label=_("Where they differ, the file counts"),
        required=False,
        help_text=_("Otherwise the termbase stays as it is, and what differs is told."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.filter(pk__in=sites_for(user, "keep_terms"))

    def clean_file(self) -> Any:
        """Refuse a file that would not be read anyway, before it is."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. Cut it in parts."))
        return file


@require_admin_access
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a file of terms in, and show what became of it."""
    if not sites_for(request.user, "keep_terms"):
        raise NotAllowed
    form = TermFileForm(request.POST or None, request.FILES or None, user=request.user)
    taken = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            taken = take_terms(raw=given["file"].read(), site=given["site"], by=request.user, replace=given["replace"])
        except BadTermFile as error:
            form.add_error("file", str(error))
    shown = {"problems": taken.problems[:SHOWN], "differences": taken.differences[:SHOWN]} if taken else {}
    if taken:
        told = len(taken.problems) + len(taken.differences)
        shown["more"] = told + taken.untold - sum(map(len, shown.values()))
    return render(request, "newsroom/terms_import.html", {"form": form, "taken": taken, **shown})


@require_admin_access
def write_out(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Offer the files, or write one."""
    mine = sites_for(request.user, "view")
    if not mine:
        raise NotAllowed
    kind = request.GET.get("format", "")
    if kind not in WRITERS:
        return render(request, "newsroom/terms_export.html", {"sites": Site.objects.filter(pk__in=mine)})
    site = None
    if asked := request.GET.get("site", ""):
        site = get_object_or_404(Site, key=asked)
        if site.pk not in mine:
            raise NotAllowed
    write, media_type = WRITERS[kind]
    name = f"terms-{site.key}.{kind}" if site else f"terms.{kind}"
    answer = StreamingHttpResponse(write(records(site.pk if site else None)), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
