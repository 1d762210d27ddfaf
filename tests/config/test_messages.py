"""The desk speaks Vietnamese and Chinese as well as English."""

import re
from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.pofile import read_po
from django.test import RequestFactory
from django.utils.translation import override, to_language
from django.views.i18n import JavaScriptCatalog

from tintuc.config import messages

VALUES = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_of_the_desk_is_translated(language):
    """No button, label or sentence of a check is left in English."""
    assert messages.missing(language) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_scripts_speak_the_language_of_the_desk(language):
    """Of what Wagtail's scripts say, nothing is left in English: a screen reader would read it out in a wrong voice."""
    source = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    with source.open("rb") as opened:
        asked = {message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(opened)} - {""}
    view = JavaScriptCatalog(packages=["wagtail.admin"])
    with override(to_language(language)):
        view.get(RequestFactory().get("/"))
        assert asked - set(view.get_catalog()) == set()


@pytest.mark.parametrize("domain", messages.DOMAINS)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_values_stand_in_every_translation(language, domain):
    """A translation names the same values as the message it stands for."""
    with (messages.LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as opened:
        for message in read_po(opened, locale=language):
            said = message.id[-1] if isinstance(message.id, tuple) else message.id
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in texts if message.id else ():
                assert set(VALUES.findall(text)) == set(VALUES.findall(said)), said


@pytest.mark.parametrize("domain", messages.DOMAINS)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_form_is_fresh(language, domain):
    """What Django reads is what the catalogue says."""
    compiled = (messages.LOCALE / language / "LC_MESSAGES" / f"{domain}.mo").read_bytes()
    assert compiled == messages.mo(language, domain)


def test_every_room_is_read():
    """Messages are found in code, in templates, on the checks' cards and among Wagtail's that have no translation."""
    found = {str(message.id) for message in messages.collected("vi")}
    assert {"slugline", "Waive…", "Space before a stop", "Save draft"} <= found
