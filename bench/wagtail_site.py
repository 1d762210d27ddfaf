"""A news site of plain Wagtail in a temporary folder, served by Wagtail itself under gunicorn. For other benches.

``wagtail start`` makes the project with its own settings for production; on top of it an app as Wagtail's tutorial
teaches it: article pages with a StreamField, an author, tags, pictures in three sizes, menu, breadcrumbs and related
articles. SQLite, which is its default, read through Django's cached template loader; no cache of pages.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from harness import Missing, Server, free_port, running

PAGES = 200

MODELS = """
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


@register_snippet
class Author(models.Model):
    name = models.CharField(max_length=100)
    picture = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, related_name="+")


class SectionPage(Page):
    def get_context(self, request):
        context = super().get_context(request)
        context["articles"] = ArticlePage.objects.child_of(self).live().order_by("-date")[:20]
        return context


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("news.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class ArticlePage(Page):
    date = models.DateTimeField()
    lead = RichTextField()
    author = models.ForeignKey(Author, models.PROTECT, related_name="+")
    picture = models.ForeignKey("wagtailimages.Image", models.PROTECT, related_name="+")
    body = StreamField([("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock()),
                        ("picture", ImageChooserBlock()), ("quote", blocks.BlockQuoteBlock())])
    tags = ClusterTaggableManager(through=ArticleTag)

    def get_context(self, request):
        context = super().get_context(request)
        context["sections"] = SectionPage.objects.live().in_menu()
        others = ArticlePage.objects.live().sibling_of(self, inclusive=False)
        context["related"] = others.select_related("picture", "author").order_by("-date")[:6]
        return context
"""
ARTICLE = """{% extends "base.html" %}{% load static wagtailcore_tags wagtailimages_tags wagtailuserbar %}
{% block body_class %}article{% endblock %}
{% block content %}
<header><nav>{% for section in sections %}<a href="{% pageurl section %}">{{ section.title }}</a>{% endfor %}</nav>
<nav>{% for above in page.get_ancestors %}{% if not above.is_root %}<a href="{% pageurl above %}">{{ above.title }}</a>{% endif %}{% endfor %}</nav></header>
<article><h1>{{ page.title }}</h1>{{ page.lead|richtext }}
<p>{% image page.author.picture fill-80x80 %} {{ page.author.name }} · <time datetime="{{ page.date|date:"c" }}">{{ page.date|date:"j F Y, H:i" }}</time></p>
{% image page.picture width-1200 %}
{% for block in page.body %}<div class="{{ block.block_type }}">{% if block.block_type == "picture" %}{% image block.value width-800 %}{% elif block.block_type == "heading" %}<h2>{{ block.value }}</h2>{% else %}{% include_block block %}{% endif %}</div>{% endfor %}
<ul>{% for tag in page.tags.all %}<li>{{ tag }}</li>{% endfor %}</ul></article>
<aside><h2>Related</h2>{% for one in related %}<a href="{% pageurl one %}">{% image one.picture fill-320x180 %}{{ one.title }}</a> {{ one.author.name }}, {{ one.date|timesince }}{% endfor %}</aside>
{% endblock %}
"""
SECTION = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{% for one in articles %}<h2><a href="{% pageurl one %}">{{ one.title }}</a></h2>{% endfor %}{% endblock %}
"""
FILL = """
import json, datetime, io
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page, Site
from news.models import ArticlePage, Author, SectionPage
home = Site.objects.get().root_page
pictures = []
for n in range(4):
    file = io.BytesIO(); Picture.new("RGB", (1600, 900), (60 * n, 90, 120)).save(file, "JPEG")
    pictures.append(Image.objects.create(title=f"Picture {n}", file=ImageFile(file, name=f"p{n}.jpg")))
author = Author.objects.create(name="An Author", picture=pictures[0])
sections = [home.add_child(instance=SectionPage(title=f"Section {n}", show_in_menus=True)) for n in range(10)]
texts = json.load(open("text.json"))
for n in range(int(PAGES)):
    paragraphs = [("paragraph", "<p>" + part) for part in texts[n % len(texts)].split("<p>")[1:]]
    body = [*paragraphs[:3], ("heading", "A heading"), *paragraphs[3:6], ("picture", pictures[n % 4]), *paragraphs[6:]]
    page = ArticlePage(title=f"Story {n}", slug=f"story-{n}", date=timezone.now() - datetime.timedelta(hours=n),
                       lead="<p>What the story is about.</p>", author=author, picture=pictures[n % 4], body=body)
    page.tags.add("harbour", f"tag {n % 20}")
    sections[n % 10].add_child(instance=page)
print(ArticlePage.objects.live().count())
"""
LOCAL = """
SECRET_KEY = "a secret of one run, as long as it has to be, and no longer than that"
ALLOWED_HOSTS = ["*"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]
"""


def gunicorn(folder: Path) -> Path:
    """A folder with gunicorn, from PyPI. Raises ``Missing``."""
    place = folder / "gunicorn"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run([*pip, "--target", str(place), "gunicorn"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"PyPI package gunicorn: {done.stderr.strip()[-200:]}")
    return place


@contextlib.contextmanager
def wagtail_site(folder: Path, texts: list[str]) -> Iterator[tuple[Server, list[str]]]:
    """The site under gunicorn, and the paths of its articles. Raises ``Missing``."""
    library, site, port = gunicorn(folder), folder / "wagtail", free_port()
    site.mkdir()
    env = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "TINTUC_"))}
    env |= {"PYTHONPATH": str(library), "DJANGO_SETTINGS_MODULE": "mysite.settings.production", "HOME": str(folder)}

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=site, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:3])} failed: {done.stderr[-2000:]}")
        return done.stdout

    run(str(Path(sys.executable).with_name("wagtail")), "start", "mysite", ".")
    templates = site / "news/templates/news"
    templates.mkdir(parents=True)
    (site / "news/__init__.py").touch()
    (site / "news/models.py").write_text(MODELS)
    (templates / "article_page.html").write_text(ARTICLE)
    (templates / "section_page.html").write_text(SECTION)
    (site / "text.json").write_text(json.dumps(texts))
    (site / "mysite/settings/local.py").write_text(LOCAL)
    with (site / "mysite/settings/base.py").open("a") as settings:
        settings.write('\nINSTALLED_APPS += ["news"]\n')
    manage = (sys.executable, "manage.py")
    for command in (["makemigrations", "news"], ["migrate"], ["collectstatic", "--noinput"]):
        run(*manage, *command)
    if run(*manage, "shell", "-c", FILL.replace("PAGES", str(PAGES))).split()[-1] != str(PAGES):
        raise RuntimeError("the Wagtail site could not be filled")
    command = (
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        "1",
        "--bind",
        f"127.0.0.1:{port}",
        "mysite.wsgi:application",
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": (folder / "wagtail.log").open("w")}
    with running(*command, place=port, cwd=site, env=env, **quiet) as process:
        yield Server("wagtail", port, [process]), [f"/section-{n % 10}/story-{n}/" for n in range(PAGES)]
