"""A form field for one text a language, kept as a table of language and text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from tintuc.network.languages import LANGUAGES
from tintuc.network.models import Edition


class TextsInLanguages(forms.Widget):
    """One box a language of the network, and one for each other language that has a text already."""

    template_name = "newsroom/in_languages.html"

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.long = long

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes with what they hold."""
        context = super().get_context(name, value, attrs)
        texts = _table(value)
        used = set(Edition.objects.values_list("language", flat=True)) | set(texts)
        shown = [language for code, language in LANGUAGES.items() if code in used]
        boxes = [(language, f"{name}-{language.code}", texts.get(language.code, "")) for language in shown]
        context["widget"] |= {"boxes": boxes, "long": self.long}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """What was typed, as JSON; languages left empty have no text. None if the form had no boxes."""
        typed = {code: data[f"{name}-{code}"].strip() for code in LANGUAGES if f"{name}-{code}" in data}
        return json.dumps({code: text for code, text in typed.items() if text}, ensure_ascii=False) if typed else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form had none of the boxes."""
        return not any(f"{name}-{code}" in data for code in LANGUAGES)

    def id_for_label(self, id_: str) -> str:
        """No box is *the* box."""
        return ""


def _table(value: Any) -> dict[str, str]:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return {}
    return {str(code): str(text) for code, text in found.items()} if isinstance(found, dict) else {}
