"""Baking beside hugo, in one run: the same articles, CPU a page; and one edit at 10,000 articles until it can be read.

Hugo (Debian's) gets templates of the kind ours are: head with OpenGraph and JSON-LD, navigation, breadcrumbs, byline,
lists, full feeds, a site map. Beside an article it shows what ours shows, related articles, which it finds by keywords: those
that ours finds in the text. It is told a second time with links to the newest of the section instead, which is less than
ours does (``plain``). It writes no compressed files, so ours is told with and without them. What the desk does when an article is released (checks, revision, index of words) is told apart. Prints JSON.

``python bench/hugo.py [--articles 10000]``
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness import Missing, Watch, folder, machine, need

CONFIG = """
baseURL = "http://hugo.test/"
languageCode = "en"
title = "The Bench"
disableKinds = ["taxonomy", "term"]
[services.rss]
limit = 50
[related]
includeNewer = true
threshold = 0
toLower = true
[[related.indices]]
name = "keywords"
weight = 100
[outputs]
home = ["HTML", "RSS"]
section = ["HTML", "RSS"]
page = ["HTML"]
"""
BASE = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="{{ .Params.standfirst }}">
<link rel="canonical" href="{{ .Permalink }}"><link rel="stylesheet" href="/style.css">
<meta property="og:title" content="{{ .Title }}"><meta property="og:url" content="{{ .Permalink }}"><meta property="og:description" content="{{ .Params.standfirst }}">
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
{{ block "head" . }}{{ end }}</head><body><a class="skip" href="#text">Skip to the text</a>
<header><p><a href="/">{{ site.Title }}</a></p><nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></header>
<main id="text">{{ block "main" . }}{{ end }}</main>
<footer><nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></footer></body></html>
"""
SINGLE = """{{ define "head" }}<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "NewsArticle" "headline" .Title "url" .Permalink "datePublished" (.Date.Format "2006-01-02T15:04:05Z07:00") "description" .Params.standfirst "wordCount" .WordCount "publisher" (dict "@type" "NewsMediaOrganization" "name" site.Title) | jsonify | safeJS }}</script>{{ end }}
{{ define "main" }}<nav><a href="/">{{ site.Title }}</a> › <a href="{{ .CurrentSection.RelPermalink }}">{{ .CurrentSection.Title }}</a></nav>
<article><h1>{{ .Title }}</h1><p>{{ .Params.standfirst }}</p><p>{{ with .Params.author }}{{ . }} · {{ end }}<time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006, 15:04" }}</time> · {{ .ReadingTime }} min</p>
{{ .Content }}</article><aside><ul>{{ range first 5 (RELATED) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></aside>{{ end }}
"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ range first 30 .RegularPages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.standfirst }}</p><time>{{ .Date.Format "2 January 2006, 15:04" }}</time></article>{{ end }}{{ end }}
"""
HOME = LIST.replace(".RegularPages", "site.RegularPages")
RSS = """<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>{{ $pages := .RegularPages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}{{ range first 50 $pages }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid><pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>
"""


def keywords(text: list[str]) -> list[str]:
    """The words by which our pages seek related articles."""
    from tintuc.search.telling import telling

    body = [{"type": "paragraph", "value": part, "id": str(at)} for at, part in enumerate(text)]
    return [one.word for one in telling({"headline": "", "kicker": "", "standfirst": "", "body": body}, "en")]


def hugo_site(where: Path, written: list[list[str]], plain: bool) -> None:
    """The site's source."""
    single = SINGLE.replace("RELATED", ".CurrentSection.RegularPages" if plain else "site.RegularPages.Related .")
    for name, text in {"baseof": BASE, "single": single, "list": LIST, "rss": RSS}.items():
        place = where / "layouts/_default" / f"{name}.{'xml' if name == 'rss' else 'html'}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (where / "layouts/index.html").write_text(HOME)
    (where / "config.toml").write_text(CONFIG)
    for n, text in enumerate(written):
        place = where / "content" / f"s{n % 10}" / f"story-{n}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        day = f"2026-{1 + n // 500 % 10:02}-{1 + n // 20 % 28:02}T{n % 24:02}:{n % 60:02}:00Z"
        head = json.dumps(
            {
                "title": f"Story {n} of the harbour and its ferries",
                "date": day,
                "standfirst": text[0][:160],
                "author": "An Author",
                "keywords": [] if plain else keywords(text),
            }
        )
        place.write_text(head + "\n\n" + "\n\n".join(text) + "\n")


def spent(work: Callable[[], object], who: int) -> tuple[float, float]:
    """CPU and wall seconds of some work, of this process or of its children."""
    before, begun = resource.getrusage(who), time.perf_counter()
    work()
    wall, after = time.perf_counter() - begun, resource.getrusage(who)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def of_hugo(where: Path, written: list[list[str]], plain: bool) -> dict[str, Any]:
    """A build of all, and builds after an edit of one article."""
    hugo_site(where, written, plain)

    def build() -> None:
        subprocess.run(["hugo", "--quiet", "--source", str(where), "--destination", str(where / "public")], check=True)

    cpu, wall = spent(build, resource.RUSAGE_CHILDREN)
    pages = sum(1 for _ in (where / "public").rglob("*.html"))
    edits = []
    for n in range(2):
        place = where / "content/s0/story-0.md"
        place.write_text(place.read_text() + f"\n\nOne more paragraph, number {n}.\n")
        edits.append(spent(build, resource.RUSAGE_CHILDREN))
        assert f"number {n}." in (where / "public/s0/story-0/index.html").read_text()
    return {
        "html_files": pages,
        "build_cpu_s": round(cpu, 2),
        "build_wall_s": round(wall, 2),
        "cpu_ms_a_page": round(cpu / pages * 1000, 3),
        "edit_wall_ms": round(statistics.median(wall for _, wall in edits) * 1000),
        "edit_cpu_ms": round(statistics.median(cpu for cpu, _ in edits) * 1000),
    }


def ours(where: Path, written: list[list[str]]) -> dict[str, Any]:
    """A bake of all, and releases of one edited article."""
    import archive

    archive.fill(where, written)
    from tintuc.publishing import packing
    from tintuc.publishing.actions.bake import bake_tags
    from tintuc.publishing.models import BakedFile

    compressing = Watch((packing.brotli, "compress"), (packing.deflate, "gzip_compress"))
    cpu, wall = spent(lambda: bake_tags(["all"]), resource.RUSAGE_SELF)
    files = BakedFile.objects.filter(status=200).count()
    assert files > len(written), files
    result = {
        "files": files,
        "bake_cpu_s": round(cpu, 2),
        "bake_wall_s": round(wall, 2),
        "cpu_ms_a_page": round(cpu / files * 1000, 3),
        "cpu_ms_a_page_without_compressing": round((cpu - compressing.seconds) / files * 1000, 3),
    }
    return result | edited()


def edited() -> dict[str, Any]:
    """Change a paragraph of an article and release it; until its page, and until the last list, is on disk."""
    from django.contrib.auth import get_user_model

    from tintuc.publishing.actions.bake_marked import bake_marked
    from tintuc.publishing.actions.release import release
    from tintuc.publishing.held import free
    from tintuc.publishing.tree import file_for
    from tintuc.stories.models import Article, Placement

    user = get_user_model().objects.create_superuser("bench", password=None)
    placement = Placement.objects.select_related("edition__site").order_by("pk")[5]
    place = file_for(placement.edition.site.host, placement.path)
    walls, lasts, cpus = [], [], []
    for n in range(4):
        article = Article.objects.get(pk=placement.article_id)
        body = article.raw_body()
        body[-1]["value"] = f"<p>One more paragraph, number {n}, is all that was changed here.</p>"
        article.body = body
        article.save_revision(user=user)
        before, begun = time.process_time(), time.perf_counter()
        release(article=article, by=user)
        walls.append(time.perf_counter() - begun)
        assert f"number {n}," in place.read_text()
        bake_marked()
        lasts.append(time.perf_counter() - begun)
        free()
        cpus.append(time.process_time() - before)
    return {
        "edit_wall_ms_until_the_page": round(statistics.median(walls[1:]) * 1000),
        "edit_wall_ms_until_the_last_list": round(statistics.median(lasts[1:]) * 1000),
        "edit_cpu_ms_with_checks": round(statistics.median(cpus[1:]) * 1000),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    number = parser.parse_args().articles
    try:
        need("hugo")
        import archive

        with folder() as where:
            written = archive.texts(number)
            mine = ours(where / "ours", written)
            peers = {}
            for name in ("related", "plain"):
                (where / name).mkdir()
                peers[name] = of_hugo(where / name, written, plain=name == "plain")
                shutil.rmtree(where / name)
        result = {"machine": machine(), "articles": number, "hugo": peers, "ours": mine}
        result["ratios_ours_over_hugo"] = {
            name: {
                "bake_cpu_a_page": round(mine["cpu_ms_a_page"] / peer["cpu_ms_a_page"], 2),
                "bake_cpu_a_page_without_compressing": round(
                    mine["cpu_ms_a_page_without_compressing"] / peer["cpu_ms_a_page"], 2
                ),
                "edit_until_the_page": f"1/{peer['edit_wall_ms'] / mine['edit_wall_ms_until_the_page']:.1f}",
                "edit_until_the_last_list": f"1/{peer['edit_wall_ms'] / mine['edit_wall_ms_until_the_last_list']:.1f}",
            }
            for name, peer in peers.items()
        }
    except Missing as missing:
        result = {"missing": str(missing)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
