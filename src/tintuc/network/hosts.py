"""Which host is whose: public sites, the desk, or nobody's."""

from __future__ import annotations

from django.core.cache import cache

from tintuc.network.models import Edition, Network, Site

KEY = "network.hosts"


def bare(host: str) -> str:
    """A Host header without its port, in small letters."""
    return host.rsplit(":", 1)[0].lower() if host.rpartition(":")[2].isdigit() else host.lower()


def site_hosts() -> dict[str, int]:
    """Every public host name with the primary key of its site. The main host comes from ``Site.host``."""
    hosts: dict[str, int] = {}
    for site in Site.objects.all():
        hosts.update(dict.fromkeys([site.host, *site.other_hosts], site.pk))
    return hosts


def known() -> tuple[str, dict[str, int]]:
    """The desk's host, and all public hosts; remembered for ten seconds in each process."""
    answer = cache.get(KEY)
    if answer is None:
        answer = (Network.current().desk_host, site_hosts())
        cache.set(KEY, answer, 10)
    return answer


def edition_at(host: str, path: str) -> Edition | None:
    """The edition a public address belongs to, or None."""
    site = known()[1].get(bare(host))
    first = path.strip("/").split("/", 1)[0]
    if site is None:
        return None
    for edition in Edition.objects.filter(site=site).select_related("site"):
        if edition.speech.path == first:
            return edition
    return None
