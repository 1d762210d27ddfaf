"""Which engine drafts what for a site, and what it may have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tintuc.network.models import Site
from tintuc.network.permissions import sites_for
from tintuc.newsroom.guard import guarded
from tintuc.newsroom.viewsets.network import LimitedCreateView, LimitedEditView, Rows
from tintuc.translation.engines.choosing import configured
from tintuc.translation.engines.errors import EngineError
from tintuc.translation.models import EngineAllowance, EngineChoice


class Offered:
    """Offers the newsroom's engines by name; one that is gone from the settings stays where it was chosen."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form with the engines there are."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the view it is mixed into
        try:
            names = list(configured())
        except EngineError:
            names = []
        sites = Site.objects.filter(pk__in=sites_for(self.request.user, "set_up"))  # type: ignore[attr-defined]
        form.fields["site"] = forms.ModelChoiceField(sites, label=form.fields["site"].label)
        chosen = form.instance.engine
        names += [chosen] if chosen and chosen not in names else []
        form.fields["engine"] = forms.ChoiceField(
            label=_("Engine"), choices=[(name, name) for name in names], help_text=_("As the operator has named them.")
        )
        form.fields["engine"].initial = chosen or None
        return form


class OfferedCreateView(Offered, LimitedCreateView):
    """Adds a row."""


class OfferedEditView(Offered, LimitedEditView):
    """Changes a row."""


@guarded
class EngineChoiceViewSet(Rows):
    """Engines by pair of languages."""

    model = EngineChoice
    icon = "desktop"
    add_view_class = OfferedCreateView
    edit_view_class = OfferedEditView
    list_display = ["__str__", "site"]
    list_filter = ["site"]
    form_fields = ["site", "source_language", "language", "engine"]


@guarded
class EngineAllowanceViewSet(Rows):
    """Quotas, and what may leave the house before release."""

    model = EngineAllowance
    icon = "desktop"
    add_view_class = OfferedCreateView
    edit_view_class = OfferedEditView
    list_display = ["__str__", "monthly", "confidential"]
    list_filter = ["site"]
    form_fields = ["site", "engine", "monthly", "confidential"]
