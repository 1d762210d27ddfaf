"""How pages are packed for the way to the reader: the baker packs what many read, the front server the rest."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable

import brotli
import deflate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What is worth packing, by ending; everything else goes out as it is.
TEXT = (".html", ".xml", ".opml", ".txt", ".css", ".js", ".svg", ".json", ".webmanifest")
#: The files beside a page that hold it packed, by content coding.
SIDECARS = {"br": ".br", "gzip": ".gz"}
#: As small as gzip in less time; the levels above it take twice the time for 2 % (0.08 ms for a page of 7 KB).
ZSTD_LEVEL = 6


def _brotli(body: bytes) -> bytes:
    window = min(max(len(body).bit_length(), 16), 22)  # a larger one than the page takes longer to lay out
    return brotli.compress(body, quality=5, lgwin=window)


def _gzip(body: bytes) -> bytes:
    return bytes(deflate.gzip_compress(body, 6))


def _zstd(body: bytes) -> bytes:
    return zstd.compress(body, ZSTD_LEVEL)


#: Makes a form of a page, by content coding.
PACK: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip, "zstd": _zstd}
#: Makes the page of a form.
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
#: What the latter raise for a form that is broken.
BROKEN = (brotli.error, EOFError, zlib.error)
