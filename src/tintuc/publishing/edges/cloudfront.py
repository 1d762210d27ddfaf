"""CloudFront: an invalidation (API 2020-05-31), signed by Signature Version 4.

The signature is some thirty lines of the standard library; Amazon's own client would bring a hundred times our size.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tintuc.publishing.edges.sending import send

REGION, SERVICE = "us-east-1", "cloudfront"


@dataclass(frozen=True)
class CloudFront:
    """One distribution. An invalidation names paths, so a distribution stands before one host, or before all alike."""

    distribution: str
    key: str
    secret: str = field(repr=False)
    session: str = field(default="", repr=False)
    url: str = "https://cloudfront.amazonaws.com"
    most: int = 1000

    def purge(self, addresses: Sequence[str]) -> None:
        """One invalidation for all. The same paths have the same reference, so a request sent twice counts once."""
        paths = sorted({urlsplit(address).path for address in addresses})
        reference = hashlib.sha256("\n".join([dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M"), *paths]).encode())
        items = "".join(f"<Path>{escape(path)}</Path>" for path in paths)
        body = (
            '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'
            f"<CallerReference>{reference.hexdigest()}</CallerReference>"
            f"<Paths><Items>{items}</Items><Quantity>{len(paths)}</Quantity></Paths></InvalidationBatch>"
        ).encode()
        url = f"{self.url}/2020-05-31/distribution/{self.distribution}/invalidation"
        send("POST", url, headers=self.signed(url, body, dt.datetime.now(dt.UTC)), body=body)

    def signed(self, url: str, body: bytes, now: dt.datetime) -> dict[str, str]:
        """The headers of a POST, the signature among them."""
        parts, moment, day = urlsplit(url), f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}"
        content = hashlib.sha256(body).hexdigest()
        headers = {"host": parts.netloc, "x-amz-content-sha256": content, "x-amz-date": moment}
        if self.session:
            headers["x-amz-security-token"] = self.session
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        asked = f"POST\n{parts.path}\n\n{lines}\n{names}\n{content}"
        scope = f"{day}/{REGION}/{SERVICE}/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
        key = f"AWS4{self.secret}".encode()
        for part in (day, REGION, SERVICE, "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        credential = f"{self.key}/{scope}"
        value = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
        del headers["host"]
        return headers | {"Authorization": value, "Content-Type": "text/xml"}
