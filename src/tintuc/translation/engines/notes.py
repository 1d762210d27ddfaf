"""What an editor is told about a draft."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tintuc.translation.engines.plug import (
    FORBIDDEN_TERM,
    FORMATTING_LOST,
    KEPT_LOST,
    NO_DRAFT,
    TERM_MISSING,
    TOO_LONG,
)

SAYS: dict[str, Promise] = {
    NO_DRAFT: _("The machine gave nothing that can be used."),
    TOO_LONG: _("The machine wrote far more than the source says. It was not taken."),
    FORMATTING_LOST: _("Bold, italics or links were lost on the way. Put them back."),
    TERM_MISSING: _("The approved form “%s” is missing."),
    FORBIDDEN_TERM: _("The form “%s” is not to be used."),
    KEPT_LOST: _("“%s” is to stay as it is, and is missing."),
}


def sentence(code: str, about: str = "") -> str:
    """A note as a sentence."""
    says = str(SAYS.get(code, code))
    return says % about if "%s" in says else says
