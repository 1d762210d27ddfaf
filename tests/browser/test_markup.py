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


def test_every_link_leads_somewhere(shown):
    """Every address of our own that a page names is a baked file, and every fragment an element of it."""
    known, broken = {}, []
    pages = [
        file
        for host in HOSTS.values()
        for file in (shown.root / host).rglob("*.html")
        if file.parent.name != "specimen"
    ]
    for file in pages:
        page = known[file] = html.document_fromstring(file.read_bytes())
        page.set("data-ids", " ")
    for file, page in known.items():
        host, _, path = file.relative_to(shown.root).as_posix().partition("/")
        here = shown.url("/" + path.removesuffix("index.html"), host)
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
                fragment and place in known and not known[place].xpath("//*[@id=$one]", one=unquote(fragment))
            ):
                broken.append((here, link))
    assert len(pages) > 100
    assert sorted(set(broken))[:20] == []


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
