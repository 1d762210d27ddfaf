"""Pages are correct by the Nu checker, every link leads somewhere, and the styles are understood everywhere."""

from __future__ import annotations

import datetime as dt
import json
import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from browser.conftest import run, tool
from browser.site import HOSTS, KINDS, LANGUAGES
from browsing import need
from tintuc.reading.styles import CHARACTERS, ORDER, css

#: The first test waits for the small site to be baked.
pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(600)]


def file_of(shown, host, path):
    return shown.root / host / (unquote(path) + "index.html" if path.endswith("/") else unquote(path)).lstrip("/")


def test_markup(shown):
    """The Nu checker has no error and no warning on any kind of page in any language, nor on the stylesheets."""
    files = [file_of(shown, "daily.localhost", shown.pages[one][kind]) for one in LANGUAGES for kind in KINDS]
    files += [file_of(shown, host, "/vi/" if host == HOSTS["sans"] else "/en/") for host in HOSTS.values()]
    files += [file_of(shown, "daily.localhost", shown.pages["ar"]["article"])]
    checker = run(
        need("java"), "-jar", tool("vnu-jar", "build", "dist", "vnu.jar"), "--format", "json", *sorted(set(files))
    )
    said = json.loads(checker.stderr)["messages"]
    assert [(one["url"].rpartition("baked/")[2], one.get("lastLine"), one["message"]) for one in said] == []


@pytest.fixture(scope="module")
def baked(shown):
    """Every page that lies in the tree, parsed, by its address."""
    found = {}
    for host in HOSTS.values():
        for file in (shown.root / host).rglob("*.html"):
            if file.parent.name != "specimen":
                path = file.relative_to(shown.root / host).as_posix().removesuffix("index.html")
                found[shown.url("/" + path, host)] = html.document_fromstring(file.read_bytes())
    assert len(found) > 100
    return found


def test_every_link_leads_somewhere(shown, baked):
    """Every address of our own that a page names is a baked file, and every fragment an element of it."""
    broken = []
    for here, page in baked.items():
        for link in page.xpath("//@href | //@src | //form/@action"):
            url, fragment = urldefrag(urljoin(here, link))
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or parts.port != shown.port:
                continue
            place = file_of(shown, parts.hostname, parts.path)
            if parts.path.startswith(("/_a/", "/_m/")):
                place = shown.root / {"_a": "_assets", "_m": "_media"}[parts.path[1:3]] / parts.path[4:]
            if parts.path.startswith("/c/") or parts.path.endswith("/search/") or "+" in parts.path:
                continue  # answered by the application; a pair of languages is made for its first reader
            if not place.exists() or (
                fragment and url in baked and not baked[url].xpath("//*[@id=$one]", one=unquote(fragment))
            ):
                broken.append((here, link))
    assert sorted(set(broken))[:20] == []


def test_languages_point_at_each_other(shown, baked):
    """Pages that are the same in several languages name each other, over all sites, by one set of addresses."""
    named = {}
    for here, page in baked.items():
        if not page.get("lang"):
            continue  # the hot list, which is a part of other pages
        links = page.xpath("//link[@rel='alternate'][@hreflang]")
        named[here] = {(link.get("hreflang"), link.get("href")) for link in links}
    wrong = []
    for here, ways in named.items():
        canonical = baked[here].xpath("//link[@rel='canonical']/@href")
        assert len(canonical) == 1 or baked[here].xpath("//meta[@name='robots'][contains(@content, 'noindex')]"), here
        if not ways or canonical != [here]:
            continue  # a copy on another site leaves it to the page it names
        if here not in {url for _, url in ways}:
            wrong.append((here, "does not name itself"))
        for language, url in ways:
            if language != "x-default" and (named.get(url) != ways or baked[url].get("lang") != language):
                wrong.append((here, language, url))
    assert sum(bool(ways) for ways in named.values()) > 80
    assert any(language == "x-default" for ways in named.values() for language, _ in ways)
    assert wrong == []


#: What search engines ask of each type, by schema.org's names.
ASKED = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "image", "inLanguage"},
    "LiveBlogPosting": {"headline", "datePublished", "author", "coverageStartTime", "liveBlogUpdate"},
    "BlogPosting": {"headline", "datePublished", "articleBody"},
    "NewsMediaOrganization": {"name", "url", "logo", "publishingPrinciples", "correctionsPolicy"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "CorrectionComment": {"text"},
    "ImageObject": {"url", "width", "height"},
    "Person": {"name"},
}


def nodes(value):
    """Everything of a type in a graph, however deep."""
    if isinstance(value, list):
        yield from (found for one in value for found in nodes(one))
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from nodes([one for one in value.values() if isinstance(one, (dict, list))])


def test_machines_are_told_enough(baked):
    """Each thing a page describes has what its type needs, nothing empty, dates with a zone, and no reference that hangs."""
    seen = set()
    for here, page in baked.items():
        for script in page.xpath("//script[@type='application/ld+json']/text()"):
            graph = json.loads(script)["@graph"]
            described = list(nodes(graph))
            own = {node["@id"] for node in described if "@id" in node}
            for node in described:
                if set(node) <= {"@type", "@id"}:
                    continue  # a page of its own tells more
                seen.add(node["@type"])
                assert ASKED.get(node["@type"], set()) <= set(node), (here, node)
                assert all(value not in ("", None, []) for value in node.values()), (here, node)
                for name, value in node.items():
                    if name.startswith("date") and len(str(value)) > 10:
                        assert dt.datetime.fromisoformat(value).tzinfo, (here, name, value)
                    if isinstance(value, dict) and set(value) == {"@id"}:
                        assert value["@id"] in own, (here, name, value)
    assert seen >= set(ASKED)


#: Newer than the rest, and harmless where a browser does not know them: lines break or space a little less well.
BONUS = {"text-autospace", "text-spacing-trim", "line-clamp", "-webkit-line-clamp", "-webkit-box-orient"} | {
    "-webkit-text-size-adjust", "text-size-adjust", "scrollbar-width",
}  # fmt: skip
WIDELY = dt.timedelta(days=913)  # thirty months after the last browser took it up, as Baseline counts


@pytest.fixture(scope="module")
def baseline():
    """Since when every browser knows what, by the key browser-compat-data gives it."""
    features = json.loads(tool("web-features", "data.json").read_text())["features"]
    found = {}
    for feature in features.values():
        for key, status in (feature.get("status", {}).get("by_compat_key") or {}).items():
            found[key] = status.get("baseline_low_date", "").lstrip("≤")
    return found


def test_styles_are_widely_understood(baseline):
    """Every property, at-rule, selector and colour function has been in all browsers for two and a half years."""
    names = (*ORDER, *(f"characters/{name}" for name in CHARACTERS), "print", "text-only")
    sheet = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", "".join(css(name) for name in names), flags=re.S)
    used = {f"css.properties.{name}" for name in re.findall(r"(?<=[{;\s])([a-z-]+)\s*:(?!:)\s*[^{}]+?[;}]", sheet)}
    used |= {f"css.at-rules.{name}" for name in re.findall(r"@([a-z-]+)", sheet)}
    used |= {f"css.selectors.{name}" for name in re.findall(r":([a-z-]+)(?=[\s,>{+(:.\[)])", sheet)}
    used |= {f"css.types.color.{name}" for name in re.findall(r"\b(light-dark|color-mix)\(", sheet)}
    known = {key: baseline[key] for key in used if key in baseline}
    assert len(known) > 80, "the names were found in the table"
    today = dt.datetime.now(dt.UTC).date()
    young = {
        key.rpartition(".")[2]
        for key, since in known.items()
        if not since or dt.date.fromisoformat(since) + WIDELY > today
    }
    assert young <= BONUS
