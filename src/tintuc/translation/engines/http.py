"""Asks an engine's server: bounded in time and size, TLS verified, no redirects, nothing taken from the environment.

Addresses come from the operator's settings alone, never from people at the desk or from copy.
"""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests

from tintuc.translation.engines.errors import BadAnswer, Busy, EngineError, Refused, TooMuch

#: Bytes of an answer that are read at most: many times any batch.
MOST_BYTES = 4 * 1024 * 1024
#: Seconds until the connection must stand.
CONNECT = 10.0
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
#: Statuses with which DeepL and LibreTranslate say that what is paid for is used up.
USED_UP = frozenset({402, 456})
#: How servers that speak OpenAI's protocol say the same, with status 429.
NO_CREDIT = re.compile(r"insufficient_quota|billing_hard_limit|exceeded your current quota", re.IGNORECASE)
#: How servers say, with status 400, that a request is too long: LibreTranslate's limits, a model's window.
TOO_MUCH = re.compile(
    r"exceeds (?:text|batch) limit|context_length_exceeded|maximum context length"
    r"|string_above_max_length|too (?:long|large)\b",
    re.IGNORECASE,
)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Server:
    """Where an engine is asked, and how patiently."""

    engine: str
    url: str
    seconds: float = 30.0  #: for one answer as a whole, however slowly it comes
    ca_file: str = ""  #: certificate authorities of the newsroom's own
    hide: Callable[[str], str] = str

    def ask(
        self,
        path: str,
        *,
        method: str = "POST",
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
        secret_heads: Callable[[], Mapping[str, str]] = dict,
        secret_body: Callable[[], Mapping[str, str]] = dict,
    ) -> Any:
        """The JSON that stands at ``path``. Raises Busy, Refused or BadAnswer; each says only what may be shown.

        ``secret_heads`` and ``secret_body`` give what holds a key. They are called in the thread that asks, whose
        frames no traceback ever shows.
        """
        end = time.monotonic() + self.seconds

        def act() -> tuple[int, Mapping[str, str], str]:
            sent = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "tintuc"}
            data: Any = form
            if json_body is not None:
                sent["Content-Type"] = "application/json; charset=utf-8"
                whole = {**json_body, **secret_body()}
                data = json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")
            url = self.url.rstrip("/") + path
            status, heads, raw = self._exchange(method, url, data, sent | dict(secret_heads()), end)
            return status, heads, self.hide(raw.decode("utf-8", "surrogateescape"))

        status, heads, raw = self._within(act)
        return self._judge(status, heads, raw)

    def _exchange(
        self, method: str, url: str, data: Any, headers: dict[str, str], end: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        with requests.Session() as session:
            session.trust_env = False  # no proxy, no .netrc that would put a log-in beside the key
            answer = session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=(min(CONNECT, self.seconds), self.seconds),
                allow_redirects=False,
                stream=True,
                verify=self.ca_file or True,
            )
            parts, size = [], 0
            while part := answer.raw.read1(65536):
                size += len(part)
                if size > MOST_BYTES:
                    raise BadAnswer("too-large", engine=self.engine)
                if time.monotonic() > end:
                    raise TimeoutError
                parts.append(part)
            return answer.status_code, answer.headers, b"".join(parts)

    def _within(self, act: Callable[[], Found]) -> Found:
        """What ``act`` returns, within the time. Looking up a name and slow heads have no limit of their own."""
        box: queue.SimpleQueue[tuple[Any, Exception | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                box.put((act(), None))
            except Exception as error:
                box.put((None, error))

        threading.Thread(target=run, name=f"asks {self.engine}", daemon=True).start()
        try:
            found, error = box.get(timeout=self.seconds + 1)
        except queue.Empty:
            raise Busy("slow", engine=self.engine, seconds=round(self.seconds)) from None
        if error is None:
            return found
        # What the library raises holds the request with its headers; none of that may reach a log.
        shown = self._translated(error)
        error = None
        raise shown from None

    def _translated(self, error: Exception) -> EngineError:
        if isinstance(error, EngineError):
            return error
        if isinstance(error, requests.Timeout | TimeoutError):
            return Busy("slow", engine=self.engine, seconds=round(self.seconds))
        if isinstance(error, requests.exceptions.SSLError):
            return Busy("busy", engine=self.engine, what="TLS")
        if isinstance(error, requests.ConnectionError):
            return Busy("unreachable", engine=self.engine)
        return BadAnswer("answer", engine=self.engine, what=type(error).__name__)

    def _judge(self, status: int, heads: Mapping[str, str], raw: str) -> Any:
        if not 200 <= status < 300:
            raise self._refusal(status, heads, raw)
        if status == 204 or not raw:
            return None
        if heads.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise BadAnswer("answer", engine=self.engine, what="compressed")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise BadAnswer("answer", engine=self.engine, what="no JSON") from None

    def _refusal(self, status: int, heads: Mapping[str, str], raw: str) -> EngineError:
        """What a status and a server's own words mean for whoever waits for a draft."""
        code, words = self._reason(raw)
        what = f"{status} {words}".strip()
        if status in USED_UP or (status == 429 and NO_CREDIT.search(f"{code} {words}")):
            return Refused("their-quota", engine=self.engine)
        if status in BUSY:
            return Busy(
                "too-often" if status == 429 else "busy", after=wait_of(heads), engine=self.engine, what=str(status)
            )
        if status == 413 or (status in {400, 422} and TOO_MUCH.search(f"{code} {words}")):
            return TooMuch("too-much", engine=self.engine, what=what)
        if status == 400 and code == "content_filter":
            return Refused("declined", engine=self.engine, what=what)
        named = {401: "denied", 403: "denied", 404: "nothing-there", 405: "nothing-there"}
        return Refused(named.get(status, "refused"), engine=self.engine, what=what)

    def _reason(self, raw: str) -> tuple[str, str]:
        """A server's own code of a refusal, and its words on one short line; empty where it gives none."""
        try:
            said = json.loads(raw[:20_000])
        except (ValueError, RecursionError):
            return "", ""
        if not isinstance(said, dict):
            return "", ""
        inner = said.get("error") if isinstance(said.get("error"), dict) else said
        code = next((inner[name] for name in ("code", "type") if isinstance(inner.get(name), str)), "")
        for found in (inner.get("message"), said.get("error"), said.get("detail"), said.get("message")):
            if isinstance(found, str):
                clean = "".join(sign if sign.isprintable() else " " for sign in found)
                return code[:60], " ".join(clean.split())[:120]
        return code[:60], ""


def wait_of(heads: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for, or None."""
    said = heads.get("Retry-After", "").strip()
    if not said:
        return None
    if said.isdigit():
        return float(min(int(said[:9]), 7 * 86400))
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
