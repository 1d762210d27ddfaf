"""The languages an edition can be published in, and the few facts every room needs about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language of publication."""

    code: str  #: BCP 47, as in ``lang`` and ``hreflang``
    name: str  #: its own name for itself
    path: str  #: first folder of an edition's addresses
    right_to_left: bool = False


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("vi", "Tiếng Việt", "vi"),
        Language("en", "English", "en"),
        Language("zh-Hans", "简体中文", "zh-hans"),
        Language("zh-Hant", "繁體中文", "zh-hant"),
        Language("ja", "日本語", "ja"),
        Language("ko", "한국어", "ko"),
        Language("fr", "Français", "fr"),
        Language("de", "Deutsch", "de"),
        Language("es", "Español", "es"),
        Language("ru", "Русский", "ru"),
        Language("id", "Bahasa Indonesia", "id"),
        Language("th", "ไทย", "th"),
        Language("uk", "Українська", "uk"),
        Language("ar", "العربية", "ar", right_to_left=True),
    )
}

CHOICES = [(language.code, language.name) for language in LANGUAGES.values()]
