"""Caddy: as nginx, with certificates it fetches by itself."""

from __future__ import annotations

from tintuc.config.deploy import Newsroom
from tintuc.serving.headers import FEEDS, FOR_EVER, FOR_HTML, FOR_PAGES, KINDS

HEAD = """\
# Written by `tintuc deploy caddy`. Put it into /etc/caddy/Caddyfile; write it anew when hosts change.
{global}
(front) {{
	reverse_proxy {front} {{
		header_up X-Forwarded-For {{remote_host}}
	}}
}}
(headers) {{
	header {{
		Vary Accept-Encoding
		X-Content-Type-Options nosniff
		-Last-Modified
		-Accept-Ranges
	}}
}}
"""

SITE = """\
{address} {{
	root * {baked}/{host}
	@hidden path_regexp (/\\.|//|\\.(br|gz|410|301|302)$)
	handle @hidden {{
		import front
	}}
	handle_path /_a/* {{
		root * {baked}/_assets
		import headers
		header Cache-Control "{forever}"
		file_server {{
			precompressed br gzip
		}}
	}}
	handle_path /_m/* {{
		root * {baked}/_media
		import headers
		header Cache-Control "{forever}"
		file_server
	}}
	@page {{
		method GET HEAD
		file {{
			try_files {{path}}index.html {{path}}
		}}
	}}
	handle @page {{
{kinds}
		route {{
			rewrite * {{http.matchers.file.relative}}
			request_header -Range
			import headers
			header Cache-Control "{pages}"
{types}
			header @html {{
{html}
			}}
			encode gzip
			file_server {{
				precompressed br gzip
			}}
		}}
	}}
	@withdrawn {{
		method GET HEAD
		file {{
			try_files {{path}}index.html.410 {{path}}.410
		}}
	}}
	handle @withdrawn {{
		rewrite * {{http.matchers.file.relative}}
		import headers
		header {{
{html}
		}}
		header Cache-Control "{pages}"
		header Content-Type "text/html; charset=utf-8"
		file_server {{
			status 410
		}}
	}}
	handle {{
		request_body {{
			max_size 25MB
		}}
		import front
	}}
}}
"""
KIND = """\
		@{name} {{
			path {path}{but}
		}}"""
BUT = "\n\t\t\tnot path " + " ".join(f"*/{name}" for name in FEEDS)
OTHER = """\
{addresses} {{
	redir {scheme}://{host}{{uri}} 301
}}
"""
DESK = """\
{address} {{
	request_body {{
		max_size 25MB
	}}
	import front
}}
"""


def write(newsroom: Newsroom) -> str:
    """The Caddyfile."""
    front = newsroom.front.replace("unix:", "unix/", 1)
    settings = "" if newsroom.https else "{\n\tauto_https off\n}\n"
    html = "\n".join(f'\t\t\t{header} "{value}"' for header, value in FOR_HTML.items())
    kinds = {name[:-4]: (f"*/{name}", "", kind) for name, kind in FEEDS.items()}
    kinds |= {ending[1:]: (f"*{ending}", BUT, kind) for ending, kind in KINDS.items()}
    parts = [HEAD.format(front=front, **{"global": settings})]
    for host, names in newsroom.sites.items():
        parts.append(
            SITE.format(
                address=_address(newsroom, host),
                host=host,
                baked=newsroom.baked,
                forever=FOR_EVER,
                pages=FOR_PAGES,
                kinds="\n".join(KIND.format(name=name, path=path, but=but) for name, (path, but, _) in kinds.items()),
                types="\n".join(f'\t\t\theader @{name} Content-Type "{kind}"' for name, (_, _, kind) in kinds.items()),
                html=html,
            )
        )
        if names:
            addresses = ", ".join(_address(newsroom, name) for name in names)
            scheme = "https" if newsroom.https else "http"
            parts.append(OTHER.format(addresses=addresses, scheme=scheme, host=host))
    parts.append(DESK.format(address=_address(newsroom, newsroom.desk)))
    return "\n".join(parts)


def _address(newsroom: Newsroom, host: str) -> str:
    if newsroom.https:
        return host if newsroom.https_listen == "443" else f"{host}:{newsroom.https_listen.rpartition(':')[2]}"
    return f"http://{host}:{newsroom.http_listen.rpartition(':')[2]}"
