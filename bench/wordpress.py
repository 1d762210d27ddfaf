"""WordPress from Debian in a temporary folder: MariaDB, php-fpm with opcache, nginx, 200 posts. For other benches.

Set up as its guides say: permalinks, nginx with ``try_files`` to ``index.php``; behind ``fastcgi_cache`` for ten minutes,
but for who is logged in.
nginx is Debian's as it comes, with access log and ``sendfile``; ``gzip on`` at level 6, which lies there commented out and
which guides tell to take in, and once more at level 1, the default.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness import Missing, Server, free_port, need, running

WORDPRESS = Path("/usr/share/wordpress")
THEME = WORDPRESS / "wp-content/themes/twentytwentyone"
POSTS = 200
HOST = "wordpress.test"
EDITOR = ("editor", "a password for one run")

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/db.sock'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', 'http://wordpress.test'); define('WP_SITEURL', 'http://wordpress.test');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (array('AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY','AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT','NONCE_SALT') as $key) define($key, str_repeat($key, 4));
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
#: Makes the tables, an editor, twelve categories and the posts.
INSTALL = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'wordpress.test'; $_SERVER['REQUEST_URI'] = '/';
require '{folder}/wp/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Bench', '{user}', 'editor@bench.test', true, '', '{password}');
update_option('permalink_structure', '/%postname%/');
update_option('template', 'twentytwentyone'); update_option('stylesheet', 'twentytwentyone');
$categories = array();
for ($n = 0; $n < 12; $n++) $categories[] = wp_create_category("Section $n");
$text = json_decode(file_get_contents('{folder}/text.json'));
for ($n = 0; $n < {posts}; $n++) {{
  wp_insert_post(array('post_title' => "Story $n", 'post_name' => "story-$n", 'post_status' => 'publish', 'post_author' => 1,
    'post_content' => $text[$n % count($text)], 'post_category' => array($categories[$n % 12]), 'tags_input' => array("tag $n", 'harbour')));
}}
flush_rewrite_rules(false);
echo "posts: " . wp_count_posts()->publish . "\\n";
"""
FPM = """
[global]
error_log = {folder}/fpm.log
daemonize = no
[www]
listen = {folder}/fpm.sock
listen.mode = 0666
user = www-data
group = www-data
pm = static
pm.max_children = 2
"""
NGINX = """
user www-data; worker_processes 1; daemon off; pid {folder}/wp-nginx.pid; error_log {folder}/wp-error.log;
events {{ worker_connections 768; }}
http {{
  sendfile on; tcp_nopush on; keepalive_requests 100000000; types_hash_max_size 2048;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  access_log {folder}/wp-access.log;
  gzip_vary on; gzip_proxied any; gzip_types text/plain text/css application/json text/xml;
  client_body_temp_path {folder}/wpt; proxy_temp_path {folder}/wpt; fastcgi_temp_path {folder}/wpt;
  uwsgi_temp_path {folder}/wpt; scgi_temp_path {folder}/wpt;
  fastcgi_cache_path {folder}/wpcache levels=1:2 keys_zone=wp:20m inactive=60m;
  fastcgi_cache_key "$scheme$request_method$host$request_uri";
  {servers}
}}
"""
SITE = """
  server {{
    listen 127.0.0.1:{port}; server_name _; root {folder}/wp; index index.php; gzip on; gzip_comp_level {level}; {skip}
    location / {{ try_files $uri $uri/ /index.php?$args; }}
    location ~ \\.php$ {{
      include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_pass unix:{folder}/fpm.sock; fastcgi_buffers 16 16k; fastcgi_buffer_size 32k; {cache}
    }}
  }}
"""
#: Who posts, asks for something or is logged in gets no page of the cache, or nobody could write or comment.
SKIP = """
    set $skip 0; if ($request_method = POST) { set $skip 1; } if ($query_string != "") { set $skip 1; }
    if ($request_uri ~* "/wp-admin/|/xmlrpc.php|wp-.*.php|/feed/|index.php|sitemap(_index)?.xml") { set $skip 1; }
    if ($http_cookie ~* "comment_author|wordpress_[a-f0-9]+|wp-postpass|wordpress_no_cache|wordpress_logged_in") { set $skip 1; }
"""
CACHE = (
    "fastcgi_cache wp; fastcgi_cache_valid 200 301 302 10m; fastcgi_cache_use_stale error timeout updating; "
    "fastcgi_cache_bypass $skip; fastcgi_no_cache $skip; add_header X-FastCGI-Cache $upstream_cache_status;"
)


@dataclass(frozen=True)
class WordPress:
    """What is running."""

    uncached: Server
    cached: Server  #: behind fastcgi_cache; compresses each answer for who takes gzip
    quicker: Server  #: the same, with the least compression
    paths: list[str]  #: of the posts


def check() -> None:
    """Raise ``Missing`` unless all of it is installed."""
    need("php-fpm8.2", "mariadbd", "mariadb-install-db", "nginx", "php")
    if not (WORDPRESS / "wp-load.php").exists() or not THEME.exists():
        raise Missing("Debian packages wordpress, wordpress-theme-twentytwentyone")
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    if lost := [name for name in ("mysqli", "xml", "Zend OPcache") if name not in modules]:
        raise Missing(f"PHP modules {', '.join(lost)} (Debian packages php-mysql, php-xml, php8.2-opcache)")


@contextlib.contextmanager
def wordpress(folder: Path, texts: list[str]) -> Iterator[WordPress]:
    """A WordPress with posts of these texts (HTML). Raises ``Missing``."""
    check()
    ports = free_port(), free_port(), free_port()
    shutil.copytree(WORDPRESS, folder / "wp", symlinks=False, ignore_dangling_symlinks=True, dirs_exist_ok=True)
    (folder / "wp/.htaccess").unlink(missing_ok=True)
    (folder / "wp/wp-config.php").write_text(CONFIG.format(folder=folder))
    (folder / "text.json").write_text(json.dumps(texts))
    (folder / "wpt").mkdir()
    (folder / "fpm.conf").write_text(FPM.format(folder=folder))
    for each in ("wpt", "wp"):
        subprocess.run(["chown", "-R", "www-data:", str(folder / each)], check=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": (folder / "peers.log").open("w")}
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={folder}/db", "--user=root", "--auth-root-authentication-method=normal"],
        check=True, **quiet,
    )  # fmt: skip
    database = (
        "mariadbd",
        "--no-defaults",
        f"--datadir={folder}/db",
        f"--socket={folder}/db.sock",
        "--skip-networking",
        "--user=root",
    )
    kinds = zip(ports, (6, 6, 1), ("", CACHE, CACHE), strict=True)
    servers = "".join(
        SITE.format(folder=folder, port=port, level=level, cache=cache, skip=SKIP if cache else "")
        for port, level, cache in kinds
    )
    (folder / "wp-nginx.conf").write_text(NGINX.format(folder=folder, servers=servers))
    with contextlib.ExitStack() as stack:
        maria = stack.enter_context(running(*database, place=folder / "db.sock", **quiet))
        ask = [
            "mariadb",
            "--no-defaults",
            f"--socket={folder}/db.sock",
            "-uroot",
            "-e",
            "create database wordpress character set utf8mb4",
        ]
        subprocess.run(ask, check=True)
        script = folder / "install.php"
        script.write_text(INSTALL.format(folder=folder, posts=POSTS, user=EDITOR[0], password=EDITOR[1]))
        said = subprocess.run(["php", str(script)], capture_output=True, text=True, check=True).stdout
        if f"posts: {POSTS + 1}" not in said:  # it makes one of its own
            raise RuntimeError(f"WordPress could not be set up: {said[-2000:]}")
        fpm = ("php-fpm8.2", "--nodaemonize", "--allow-to-run-as-root", "--fpm-config", folder / "fpm.conf")
        php = stack.enter_context(running(*fpm, place=folder / "fpm.sock", **quiet))
        web = stack.enter_context(
            running("nginx", "-c", folder / "wp-nginx.conf", "-p", folder, place=ports[0], **quiet)
        )
        names = ("wordpress", "fastcgi_cache", "fastcgi_cache, gzip 1")
        each = [Server(name, port, [web, php, maria]) for name, port in zip(names, ports, strict=True)]
        yield WordPress(*each, [f"/story-{n}/" for n in range(POSTS)])
