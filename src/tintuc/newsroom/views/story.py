"""Begins a story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tintuc.network.models import Edition, Site
from tintuc.network.permissions import NotAllowed, sites_for
from tintuc.newsroom.views.article import edit_url
from tintuc.stories.actions.begin import begin
from tintuc.stories.models import Article, Story
from tintuc.text.slugs import slug_of


class NewStoryForm(forms.Form):
    """A story and its first article."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("For the edition"))
    slugline = forms.CharField(max_length=80, label=_("Slugline"), help_text=_("The newsroom's short working name."))
    headline = forms.CharField(max_length=250, label=_("Headline"), required=False)
    format = forms.ChoiceField(choices=Story.Format.choices, label=_("Format"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(pk__in=sites_for(user, "write"))
        self.fields["edition"].queryset = Edition.objects.filter(site__in=sites).select_related("site")


def new_story(request: HttpRequest) -> HttpResponse:
    """Ask for the least there must be, and go on in the editor."""
    if not sites_for(request.user, "write"):
        raise NotAllowed
    form = NewStoryForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(edit_url(_begin(form.cleaned_data, request.user)))
    return render(request, "newsroom/new_story.html", {"form": form})


def _begin(data: dict[str, Any], user: Any) -> Article:
    story = Story(slugline=data["slugline"], format=data["format"])
    article = Article(headline=data["headline"], slug=slug_of(data["headline"]))
    return begin(story=story, article=article, edition=data["edition"], by=user)
