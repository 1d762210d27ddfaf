"""Makes the tree agree with the manifest again, after a power cut or a hand in the files."""

from __future__ import annotations

import hashlib

from tintuc.network.hosts import site_hosts
from tintuc.network.models import Network, Site
from tintuc.publishing import tree
from tintuc.publishing.actions.bake import bake_pages
from tintuc.publishing.bakery import PageRef
from tintuc.publishing.models import BakedFile


def repair() -> int:
    """Bake every page whose file is missing, empty or other than the manifest says; return how many were mended."""
    broken = [file for file in BakedFile.objects.all() if not _sound(file)]
    refs = [PageRef(file.kind, file.owner, file.key) for file in broken]
    BakedFile.objects.filter(pk__in=[file.pk for file in broken]).delete()
    bake_pages(refs)
    return len(broken)


def _sound(file: BakedFile) -> bool:
    place = tree.file_for(file.host, file.path)
    if file.status != 200:
        place = place.with_name(f"{place.name}.{file.status}")
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest() == file.digest
    except OSError:
        return False


def write_hosts() -> None:
    """Tell the front server the network's hosts as the database has them now."""
    folders = dict(Site.objects.values_list("pk", "host"))
    tree.write_hosts(Network.current().desk_host, {host: folders[site] for host, site in site_hosts().items()})
