"""Sends a translation to an agency as a file, and takes what comes back by a plan."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tintuc.network.languages import LANGUAGES
from tintuc.network.permissions import require
from tintuc.newsroom.views.article import edit_url
from tintuc.stories.models import Article
from tintuc.translation.actions.take_file import take_file
from tintuc.translation.errors import TranslationRefused
from tintuc.translation.exchange import po, xliff
from tintuc.translation.exchange.bounds import MOST_BYTES
from tintuc.translation.exchange.judging import plan_of
from tintuc.translation.exchange.plan import Plan
from tintuc.translation.exchange.sheet import sheet_of

FORMATS: dict[str, tuple[Any, str]] = {
    "xliff": (xliff, "application/xliff+xml"),
    "po": (po, "text/x-gettext-translation; charset=utf-8"),
}
#: What the desk calls what becomes of a passage.
VERDICTS = {
    "take": gettext_lazy("is taken in"),
    "take as stale": gettext_lazy("is taken in, stale"),
    "confirm": gettext_lazy("is confirmed"),
    "same": gettext_lazy("is here already"),
    "keep": gettext_lazy("stays as it is here"),
    "empty": gettext_lazy("not translated"),
    "refuse": gettext_lazy("refused"),
    "missing": gettext_lazy("not in the file"),
}


class FileForm(forms.Form):
    """A file that came back."""

    file = forms.FileField(label=gettext_lazy("File: XLIFF 2 or PO"), required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    agency = forms.CharField(label=gettext_lazy("Agency or person it is from"), max_length=80)
    overwrite = forms.BooleanField(
        label=gettext_lazy("The file also wins over what was changed here since it went out"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Turn either field into bytes; a huge file is not read into memory."""
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("file")
        if upload:
            if upload.size > MOST_BYTES:
                raise forms.ValidationError(_("The file is larger than any article's. Nothing of it is read."))
            data["raw"] = upload.read(MOST_BYTES + 1)
        else:
            try:
                data["raw"] = base64.b64decode(data.get("kept") or "", validate=True)
            except (binascii.Error, ValueError) as error:
                raise forms.ValidationError(_("Choose the file again.")) from error
        if not data["raw"]:
            raise forms.ValidationError(_("Choose a file."))
        return data


def _translation(request: HttpRequest, pk: int) -> Article:
    """The article, if this person translates on its site and it is a translation."""
    article = get_object_or_404(Article.objects.select_related("story__site"), pk=pk)
    require(request.user, "translate", article.story.site_id)
    if article.is_source:
        raise Http404
    return article


@never_cache
@require_GET
def send_out(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The translation as a file."""
    article = _translation(request, pk)
    if kind not in FORMATS:
        raise Http404
    module, content_type = FORMATS[kind]
    try:
        raw = module.write(sheet_of(article))
    except TranslationRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(edit_url(article))
    name = f"story-{article.story_id}-{article.source_language}-{article.language}{module.SUFFIX}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(raw, content_type=content_type, headers=headers)


@never_cache
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """Both ways on one screen: the buttons, the file, the plan, and taking it in.

    The file travels in the page between looking and taking in, so nothing is stored for a look; what is taken in is
    judged anew, and refused if it is not what was shown.
    """
    article = _translation(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    plan: Plan | None = None
    kept = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "take" in request.POST:
            try:
                done = take_file(
                    article=article,
                    raw=data["raw"],
                    agency=data["agency"],
                    by=request.user,
                    overwrite=data["overwrite"],
                    expected=request.POST.get("seen") or "unseen",
                )
            except TranslationRefused as refusal:
                messages.error(request, str(refusal))
            else:
                said = _("%(count)s passages are taken in, as a new version.") % {"count": len(done.acts)}
                messages.success(request, said)
                return HttpResponseRedirect(edit_url(article))
        plan = plan_of(article, data["raw"], overwrite=data["overwrite"])
        kept = "" if plan.refused else base64.b64encode(data["raw"]).decode()
    source = article.made_from
    context = {
        "article": article,
        "form": form,
        "plan": plan,
        "kept": kept,
        "lines": [(line, VERDICTS[line.verdict]) for line in plan.lines] if plan else [],
        "source": source,
        "direction": "rtl" if LANGUAGES[article.language].right_to_left else "ltr",
        "edit_url": edit_url(article),
    }
    return render(request, "newsroom/exchange.html", context)
