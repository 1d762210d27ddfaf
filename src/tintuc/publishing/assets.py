"""Style sheets, scripts and icons as baked files whose names are hashes of what they hold."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tintuc.publishing import tree


def asset(package_file: Path) -> str:
    """Bake a file of the package (style sheet, script, icon) and return its address, ``/_a/<name>.<hash>.<ending>``."""
    return asset_of(package_file.stem, package_file.suffix, package_file.read_bytes())


def asset_of(name: str, suffix: str, body: bytes) -> str:
    """Bake made bytes as an asset and return their address."""
    file = f"{name}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}"
    place = tree.root() / "_assets" / file
    if not place.exists():
        tree.write(place, body)
    return f"/_a/{file}"


def is_baked(address: str) -> bool:
    """Whether the asset of an address is where it was baked."""
    return os.path.exists(os.path.join(tree.root(), "_assets", address.rpartition("/")[2]))
