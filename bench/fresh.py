"""What the benches share that measure in their own process: a fresh newsroom, and the one who does everything in it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEMONSTRATION = Path(__file__).parents[1] / "src/tintuc/config/demo/network.toml"


@contextlib.contextmanager
def fresh(network: str = "") -> Iterator[Path]:
    """A newsroom in a temporary folder; with the network of the demonstration, if no other is given."""
    with tempfile.TemporaryDirectory(prefix="tintuc-bench-") as folder:
        make(Path(folder), network or DEMONSTRATION.read_text(encoding="utf-8"))
        yield Path(folder)


def make(folder: Path, network: str) -> None:
    """A newsroom in ``folder``, loaded into this process."""
    from tintuc.config import newsroom

    newsroom.make(folder, network, say=lambda _: None)


def user(password: str | None = None) -> Any:
    """The superuser who does it all; who cannot log in unless there is a password."""
    from django.contrib.auth import get_user_model

    model = get_user_model()
    return model.objects.filter(username="bench").first() or model.objects.create_superuser("bench", password=password)
