"""Names that were proposed: to be kept or passed over."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from tintuc.names.actions.decide import Decided, accept, ignore
from tintuc.names.models import Name, Proposal
from tintuc.network.permissions import NotAllowed, sites_for

#: Proposals on one page.
A_PAGE = 50


def mine(request: HttpRequest) -> QuerySet[Proposal]:
    """What a person may decide about: what was seen in stories of the sites they keep terms for, while it is open."""
    sites = sites_for(request.user, "keep_terms")
    if not sites:
        raise NotAllowed
    return Proposal.objects.filter(Q(site=None) | Q(site__in=sites), state=Proposal.State.OPEN)


@require_admin_access
def proposed(request: HttpRequest) -> HttpResponse:
    """The open proposals, newest first."""
    page = Paginator(mine(request), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "newsroom/proposed_names.html", {"page": page, "kinds": Name.Kind.choices})


@require_POST
@require_admin_access
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a proposed name, as a record of its own or as a form of another, or pass it over."""
    proposal = get_object_or_404(mine(request), pk=pk)
    back = HttpResponseRedirect(reverse("newsroom_proposed_names"))
    ignores, kind = request.POST.get("decision") == "ignore", request.POST.get("kind", "")
    if not ignores and kind not in Name.Kind.values:
        messages.error(request, _("Say whether this is a person, an organisation or a place."))
        return back
    try:
        name = None if ignores else accept(proposal=proposal, kind=kind, by=request.user)
        if name is None:
            ignore(proposal=proposal, by=request.user)
            messages.success(request, _("“%(name)s” is not proposed again.") % {"name": proposal.text})
            return back
    except Decided:
        raise Http404 from None
    messages.success(
        request, _("“%(name)s” is kept. Give it its forms in the other languages.") % {"name": proposal.text}
    )
    return HttpResponseRedirect(reverse("wagtailsnippets_names_name:edit", args=[name.pk]))
