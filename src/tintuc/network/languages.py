"""The languages an edition can be published in, and the few facts every room needs about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language of publication."""

    code: str  #: BCP 47, as in ``lang`` and ``hreflang``
    name: str  #: its own name for itself
    path: str  #: first folder of an edition's addresses
    google_news: str  #: the form Google's news sitemaps want
    right_to_left: bool = False


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("vi", "Tiếng Việt", "vi", "vi"),
        Language("en", "English", "en", "en"),
        Language("zh-Hans", "简体中文", "zh-hans", "zh-cn"),
        Language("zh-Hant", "繁體中文", "zh-hant", "zh-tw"),
        Language("ja", "日本語", "ja", "ja"),
        Language("ko", "한국어", "ko", "ko"),
        Language("fr", "Français", "fr", "fr"),
        Language("de", "Deutsch", "de", "de"),
        Language("es", "Español", "es", "es"),
        Language("ru", "Русский", "ru", "ru"),
        Language("id", "Bahasa Indonesia", "id", "id"),
        Language("th", "ไทย", "th", "th"),
        Language("uk", "Українська", "uk", "uk"),
        Language("ar", "العربية", "ar", "ar", right_to_left=True),
    )
}

CHOICES = [(language.code, language.name) for language in LANGUAGES.values()]
