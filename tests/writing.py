"""Raw data of blocks, as tests write them."""

from __future__ import annotations


def paragraph(ident: str, text: str) -> dict[str, str]:
    """A paragraph block as raw data."""
    return {"type": "paragraph", "id": ident, "value": f"<p>{text}</p>"}
