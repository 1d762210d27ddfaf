"""The templates of the reading room, spoken in the language of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from tintuc.network.models import Edition
from tintuc.publishing.standing import lasting
from tintuc.reading.entries import Entry
from tintuc.reading.titles import FORMATS
from tintuc.reading.words import SPOKEN, borrowed, declared, gettext, ngettext

#: Cards kept in a process, of some 1 KB each.
CARDS = 8192
#: Messages kept in a process, in all languages.
MESSAGES = 4096
HERE = Path(__file__).parent


#: Put under a compiled template, whose own name for it this takes.
ESCAPING = "from tintuc.reading.environment import escaped as escape"


def escaped(value: Any) -> Markup:
    """A value as a page may show it. What is safe already, most of a page, is not copied as Jinja's own would."""
    return value if type(value) is Markup else escape(value)


class Talk(Context):
    """Calls what says messages at once: Jinja looks first whether it wants the context, some thirty times a page."""

    def call(self, called: Any, /, *args: Any, **values: Any) -> Any:
        """What a call in a template gives."""
        if type(called) is not partial:
            return super().call(called, *args, **values)
        values.pop("_loop_vars", None)  # for those that want the context
        values.pop("_block_vars", None)
        return called(*args, **values)


class Joined(Environment):
    """Compiles a template together with those it includes by name: each would have all names of the page copied."""

    context_class = Talk

    def _generate(self, source: nodes.Template, *rest: Any, **more: Any) -> str:
        if not self.auto_reload:
            Inclusion(self).visit(source)
        return f"{super()._generate(source, *rest, **more)}\n{ESCAPING}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a dot asks for. Most of an article comes in dicts, and Jinja would first try each for an attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


class Inclusion(NodeTransformer):
    """Puts the template that an include names in the include's place, in a scope of its own."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - so Jinja calls it
        """The body of the included template; an include of any other kind than by name and with context stays one."""
        if not isinstance(node.template, nodes.Const) or node.ignore_missing or not node.with_context:
            return node
        loader: Any = self.environment.loader
        source, _, path = loader.get_source(self.environment, node.template.value)
        found = self.generic_visit(self.environment.parse(source, node.template.value, path))
        return nodes.Scope(found.body, lineno=node.lineno)


def build() -> Environment:
    """The Jinja2 environment: everything escaped, every missing name an error, words through gettext."""
    made = Joined(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=settings.DEBUG,  # else the disk would be asked whether a template has changed
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["formats"] = FORMATS
    return made


ENVIRONMENT = build()


@contextmanager
def speaking(edition: Edition) -> Iterator[None]:
    """A block of code in which gettext answers in the edition's language; in English where there is no catalogue.

    Without the second half Django would mix its own words in some languages with English ones.
    """
    known = edition.language in SPOKEN
    token = borrowed.set(not known)
    try:
        with translation.override(edition.language.lower() if known else "en"):
            yield
    finally:
        borrowed.reset(token)


def render(template: str, edition: Edition, **context: Any) -> bytes:
    """The page as bytes, in the edition's language. An edition may rename a few parts through its own labels.

    Templates have three words of ours: ``label`` for a part an edition may rename; ``part`` for a template that looks
    the same on every page of the edition but for what is given beside its name, made from what :func:`lasting`
    allows and as rarely; and ``card`` for an entry of a list.
    """

    def label(key: str, usual: str) -> str:
        return str(edition.labels.get(key) or usual)

    def part(name: str, *about: Any) -> Markup:
        def make() -> Markup:
            return Markup(ENVIRONMENT.get_template(name).render(shared))  # noqa: S704 - escaped by itself

        # Where templates are reloaded, somebody is at work on what it includes.
        return make() if ENVIRONMENT.auto_reload else lasting(edition, (name, about), make)

    shared = {"edition": edition, "label": label, "part": part, **context}
    with speaking(edition):
        spoken = _spoken()  # asked once: a page says some thirty messages and shows as many cards
        shared |= {"_": partial(_say, spoken), "card": partial(card, spoken)}
        page = ENVIRONMENT.get_template(template).render(shared)
    if edition.language not in SPOKEN:
        page = declared(page, edition.speech.right_to_left)
    return (page.strip() + "\n").encode()


def _spoken() -> tuple[str, bool]:
    """The language now spoken, and whether it is borrowed."""
    return get_language() or "en", borrowed.get()


def _say(spoken: tuple[str, bool], message: str, **values: Any) -> Markup:
    return _pattern(spoken, message) % values if values else _said(spoken, message)


@lru_cache(maxsize=MESSAGES)
def _said(spoken: tuple[str, bool], message: str) -> Markup:
    return _pattern(spoken, message) % {}


@lru_cache(maxsize=MESSAGES)
def _pattern(_spoken: tuple[str, bool], message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - messages are ours


@lru_cache(maxsize=CARDS)
def card(_spoken: tuple[str, bool], given: Entry, size: str = "small", level: int = 3, section: bool = True) -> Markup:
    """An entry as a list shows it, from ``parts/entry.html``; see there for the sizes.

    Made once a process for the language now spoken: what an entry says is all that its card is made from.
    """
    macros: Any = ENVIRONMENT.get_template("parts/entry.html").module
    return Markup(macros.entry(given, size, level, section))  # noqa: S704 - a macro escapes
