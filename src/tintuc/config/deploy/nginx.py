"""nginx: TLS and HTTP/2 before the front server, and the baked files from the same tree.

nginx answers what is baked and hands the rest to the front server, which knows redirections, other spellings of an
address and the application. Headers are those of :mod:`tintuc.serving.headers`, so it makes no difference to a reader
or a cache which of the two answers. What differs: nginx makes its own ETag, knows no Zstandard, keeps a file open for
up to a second after a release, and follows symbolic links (``disable_symlinks`` makes its brotli module lose files).
"""

from __future__ import annotations

import mimetypes
import re
import shutil
import subprocess
from pathlib import Path

from tintuc.config.deploy import Newsroom
from tintuc.publishing.packing import TEXT
from tintuc.serving.headers import FEEDS, FOR_EVER, FOR_HTML, FOR_PAGES, KINDS
from tintuc.serving.request import LARGEST_BODY

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".ico", ".pdf", ".mp4", ".mp3")

HEAD = """\
# Written by `tintuc deploy nginx`. Put it into /etc/nginx/conf.d/ and take sites-enabled/default away; write it anew
# when hosts change. nginx needs to read {baked} and to write to the front server's socket.

upstream tintuc_front {{
    server {front};
    keepalive 32;
}}
# Only GET and HEAD are answered from files; a path that ends in a slash is the index of its folder.
map "$request_method:$uri" $tintuc_page {{
    "~^(?:GET|HEAD):(?<folder>/.*/|/)$" "${{folder}}index.html";
    "~^(?:GET|HEAD):(?<file>/.*)$" "$file";
    default "/.none";
}}
map $uri $tintuc_cache {{
    "~^/_[am]/" "{forever}";
    default "{pages}";
}}
{html}
{hsts}\
merge_slashes off;
open_file_cache max=20000 inactive=60s;
open_file_cache_valid 1s;  # how long an old page may live on after a release
open_file_cache_min_uses 1;
"""

HTML = """\
map $sent_http_content_type $tintuc_{name} {{
    "~^text/html" "{value}";
    default "";
}}
"""

#: The headers of whatever is served from files. Empty ones are not sent; an empty Last-Modified takes nginx's away.
#: Pages that few read lie there unpacked, so nginx packs those itself.
HEADERS = """\
        add_header Cache-Control $tintuc_cache always;
        add_header Vary Accept-Encoding always;
        add_header X-Content-Type-Options nosniff always;
        add_header Last-Modified "";
{html}{hsts}\
{packing}\
"""

PACKING = """\
        gzip on;
        gzip_comp_level 5;
        gzip_types {kinds};
        gzip_static on;
{brotli}\
"""

SITE = """\
server {{
{listen}
    server_name {host};
{tls}\
    root {baked}/{host};
    max_ranges 0;
    client_max_body_size {body};
    default_type application/octet-stream;
    types {{
{types}
    }}
    error_page 410 @withdrawn;

    location / {{
        try_files $tintuc_page @front;
{headers}    }}
{feeds}
    location ^~ /_a/ {{
        alias {baked}/_assets/;
        error_page 403 404 405 = @front;
{headers}    }}
    location ^~ /_m/ {{
        alias {baked}/_media/;
        error_page 403 404 405 = @front;
{headers}    }}
    # Hidden names, sidecars and what stands in for pages are nobody's addresses.
    location ~ (/\\.|//|\\.(br|gz|410|301|302)$) {{
        proxy_pass http://tintuc_front;
        include {proxy};
    }}
    location @withdrawn {{
        types {{ }}
        default_type "text/html; charset=utf-8";
        try_files $tintuc_page.410 =410;
{withdrawn}    }}
    location @front {{
        if (-f $document_root$tintuc_page.410) {{
            return 410;
        }}
        proxy_pass http://tintuc_front;
        include {proxy};
    }}
}}
"""

PROXY = """\
proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_read_timeout 130s;"""

FEED = """\
    location ~ /{name}$ {{
        types {{ }}
        default_type "{kind}";
        try_files $tintuc_page @front;
{headers}    }}
"""

DESK = """\
# The desk. To let only some in: allow 192.0.2.0/24; deny all;
server {{
{listen}
    server_name {host};
{tls}\
    client_max_body_size {body};
    location / {{
        proxy_pass http://tintuc_front;
        include {proxy};
    }}
}}
"""

OTHER = """\
server {{
{listen}
    server_name {names};
{tls}\
    return 301 {scheme}://{host}$request_uri;
}}
"""

NOBODY = """\
# Hosts of nobody's.
server {{
{listen}
    server_name _;
{reject}\
    return 421;
}}
"""

TO_HTTPS = """\
server {{
{listen}
    server_name {names};
    return 301 https://$host$request_uri;
}}
"""

TLS = """\
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tintuc:10m;
    ssl_session_tickets off;
"""


def has_brotli() -> bool:
    """Whether nginx on this machine serves brotli files."""
    if BROTLI.exists():
        return True
    if (nginx := shutil.which("nginx")) is None:
        return False
    return "brotli" in subprocess.run([nginx, "-V"], capture_output=True, text=True, check=False).stderr  # noqa: S603


def write(newsroom: Newsroom, *, brotli: bool) -> str:
    """The configuration, for nginx's ``http`` block."""
    names = {header: header.lower().replace("-", "_") for header in FOR_HTML}
    hsts = "        add_header Strict-Transport-Security $tintuc_hsts always;\n" if newsroom.https else ""
    html = "".join(f"        add_header {header} $tintuc_{name} always;\n" for header, name in names.items())
    packed = PACKING.format(
        kinds=" ".join(f'"{kind}"' for ending, kind in [*KINDS.items(), *FEEDS.items()] if ending.endswith(TEXT)),
        brotli="        brotli_static on;\n" if brotli else "",
    )
    headers, as_it_is = (HEADERS.format(html=html, hsts=hsts, packing=packing) for packing in (packed, ""))
    parts = [
        HEAD.format(
            baked=newsroom.baked,
            front=newsroom.front,
            forever=FOR_EVER,
            pages=FOR_PAGES,
            html="".join(HTML.format(name=name, value=FOR_HTML[header]) for header, name in names.items()).rstrip(),
            hsts='map $scheme $tintuc_hsts {\n    https "max-age=31536000";\n    default "";\n}\n' if hsts else "",
        )
    ]
    for host in newsroom.sites:
        text = SITE.format(
            listen=_listen(newsroom),
            host=host,
            tls=_tls(newsroom, host),
            baked=newsroom.baked,
            body=LARGEST_BODY,
            types="\n".join(f'        "{kind}" {ending[1:]};' for ending, kind in _kinds().items()),
            feeds="".join(
                FEED.format(name=re.escape(name), kind=kind, headers=headers) for name, kind in FEEDS.items()
            ).rstrip(),
            headers=headers,
            withdrawn=as_it_is,
            proxy="{proxy}",
        )
        parts.append(text)
        if newsroom.sites[host]:
            parts.append(
                OTHER.format(
                    listen=_listen(newsroom),
                    names=" ".join(newsroom.sites[host]),
                    tls=_tls(newsroom, host),
                    scheme="https" if newsroom.https else "$scheme",
                    host=host,
                )
            )
    desk = {"listen": _listen(newsroom), "host": newsroom.desk, "tls": _tls(newsroom, newsroom.desk)}
    parts.append(DESK.format(body=LARGEST_BODY, proxy="{proxy}", **desk))
    if newsroom.https:
        everybody = " ".join(
            [newsroom.desk, *(name for host, more in newsroom.sites.items() for name in (host, *more))]
        )
        parts.append(TO_HTTPS.format(listen=_addresses(newsroom.http_listen), names=everybody))
        parts.append(NOBODY.format(listen=_listen(newsroom, default=True), reject="    ssl_reject_handshake on;\n"))
    parts.append(NOBODY.format(listen=_addresses(newsroom.http_listen, " default_server"), reject=""))
    return "\n".join(parts).replace("include {proxy};", PROXY)


def _kinds() -> dict[str, str]:
    pictures = {ending: mimetypes.guess_type("x" + ending)[0] or "application/octet-stream" for ending in PICTURES}
    return KINDS | pictures


def _listen(newsroom: Newsroom, *, default: bool = False) -> str:
    more = " default_server" if default else ""
    if newsroom.https:
        return _addresses(newsroom.https_listen, f" ssl http2{more}")
    return _addresses(newsroom.http_listen, more)


def _addresses(listen: str, more: str = "") -> str:
    if listen.isdigit():
        return f"    listen {listen}{more};\n    listen [::]:{listen}{more};"
    return f"    listen {listen}{more};"


def _tls(newsroom: Newsroom, host: str) -> str:
    if not newsroom.https:
        return ""
    paths = (path.replace("{host}", host) for path in (newsroom.certificate, newsroom.key))
    return TLS.format(**dict(zip(("certificate", "key"), paths, strict=True)))
