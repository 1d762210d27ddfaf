"""Edges are told what has changed, as each kind wants it, again and again until they have taken it."""

from __future__ import annotations

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tintuc.jobs.models import Job
from tintuc.jobs.worker import run_due
from tintuc.publishing import purge, tree
from tintuc.publishing.actions import purge as action
from tintuc.publishing.actions.release import release
from tintuc.publishing.actions.withdraw import withdraw
from tintuc.publishing.edges import sending
from tintuc.publishing.edges.cloudfront import CloudFront
from tintuc.publishing.edges.sending import Refused
from tintuc.publishing.models import Stale

pytestmark = pytest.mark.django_db


class Server:
    """A real server on loopback that notes requests and answers as told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.status, self.headers, self.hang = 200, {}, threading.Event()
        self.hangs = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.asked.append((self.command, self.path, dict(self.headers), body))
                if outer.hangs:
                    outer.hang.wait(30)
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_PURGE = answer  # noqa: N815 - the names the parent class calls

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def server():
    made = Server()
    yield made
    made.hang.set()
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def edge(server, monkeypatch):
    """Describes one edge of a kind before the sites."""

    def describe(kind: str, **more: object) -> None:
        monkeypatch.setenv("TINTUC_EDGES", json.dumps([{"kind": kind, "name": "edge", "url": server.url} | more]))

    return describe


KEYS = {
    "http": {"token": "sesame"},
    "cloudflare": {"zone": "z1", "token": "sesame"},
    "fastly": {"token": "sesame"},
    "cloudfront": {"distribution": "D1", "key": "AK", "secret": "sesame"},
}


@pytest.mark.parametrize("kind", KEYS)
def test_each_kind_is_told_in_its_own_way(kind, edge, server):
    """What has changed reaches the edge, by its own protocol, with its key, and is then forgotten."""
    edge(kind, **KEYS[kind])
    action.note([("one.test", "/en/a.html"), ("one.test", "/en/")])
    action.purge("edge")
    assert not Stale.objects.exists()
    said = "\n".join(f"{method} {path} {headers} {body.decode()}" for method, path, headers, body in server.asked)
    assert "/en/a.html" in said
    assert ("sesame" in said) is (kind != "cloudfront")
    if kind != "cloudfront":
        assert "one.test" in said


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    distribution=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=14),
    host=st.sampled_from(["cloudfront.amazonaws.com", "localhost:4566", "[::1]:8443", "edge.example"]),
    keys=st.tuples(*[st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)] * 2),
    session=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    body=st.binary(max_size=200),
    now=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 1, 1), timezones=st.just(dt.UTC)),
)
def test_the_signature_is_amazons(distribution, host, keys, session, body, now):
    """Amazon's own library, given the request as it goes out, signs it exactly as we do, whatever it says."""
    edge = CloudFront(distribution, *keys, session=session, url=f"https://{host}")
    url = f"{edge.url}/2020-05-31/distribution/{distribution}/invalidation"
    headers = edge.signed(url, body, now)
    said = headers.pop("Authorization")
    assert headers.pop("Content-Type") == "text/xml"
    request = AWSRequest("POST", url, headers=headers, data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    amazon = SigV4Auth(Credentials(*keys, session or None), "cloudfront", "us-east-1")
    asked = amazon.canonical_request(request)
    assert headers["x-amz-content-sha256"] == amazon.payload(request)
    assert headers["x-amz-date"] == f"{now:%Y%m%dT%H%M%SZ}"
    names = amazon.signed_headers(amazon.headers_to_sign(request))
    signature = amazon.signature(amazon.string_to_sign(request, asked), request)
    assert said == (
        f"AWS4-HMAC-SHA256 Credential={amazon.scope(request)}, SignedHeaders={names}, Signature={signature}"
    )


def test_a_request_to_cloudfront_is_signed_as_it_is_sent(edge, server):
    """What goes over the wire, host and body, is what was signed: the signature holds for whoever checks it there."""
    edge("cloudfront", **KEYS["cloudfront"])
    action.note([("one.test", "/en/a&b.html")])
    action.purge("edge")
    [(method, path, sent, body)] = server.asked
    names = sent["Authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    held = {name.lower(): value for name, value in sent.items() if name.lower() in names}
    request = AWSRequest(method, server.url + path, headers=held, data=body)
    request.context["timestamp"] = held["x-amz-date"]
    amazon = SigV4Auth(Credentials("AK", "sesame"), "cloudfront", "us-east-1")
    asked = amazon.canonical_request(request).removesuffix(held["x-amz-content-sha256"]) + amazon.payload(request)
    signature = amazon.signature(amazon.string_to_sign(request, asked), request)
    assert sent["Authorization"].endswith(f"Signature={signature}")
    assert b"<Path>/en/a&amp;b.html</Path>" in body


def test_only_so_many_at_a_time(edge, server):
    """A thousand changes go out in requests no larger than the service takes."""
    edge("cloudflare", zone="z1", token="t")
    action.note([("one.test", f"/{number}.html") for number in range(70)])
    action.purge("edge")
    sizes = [len(json.loads(body)["files"]) for *_, body in server.asked]
    assert sizes == [30, 30, 10]


def test_an_edge_that_fails_is_asked_again(edge, server):
    """Nothing is forgotten that the edge has not taken; the job waits and tries again."""
    edge("cloudflare", zone="z1", token="t")
    action.note([("one.test", "/a.html")])
    Job.objects.filter(kind=action.JOB).update(run_at=timezone.now())
    server.status = 500
    run_due()
    assert Stale.objects.count() == 1
    job = Job.objects.get(kind=action.JOB, state=Job.State.WAITING)
    assert job.run_at > timezone.now()
    assert "answered 500" in job.last_error
    server.status = 200
    Job.objects.filter(pk=job.pk).update(run_at=timezone.now())
    run_due()
    assert not Stale.objects.exists()


def test_an_edge_that_has_enough_says_when(edge, server):
    """429 with Retry-After moves the job to that moment, and costs no attempt."""
    edge("fastly", token="t")
    action.note([("one.test", "/a.html")])
    server.status, server.headers = 429, {"Retry-After": "120"}
    Job.objects.filter(kind=action.JOB).update(run_at=timezone.now())
    run_due()
    job = Job.objects.get(kind=action.JOB, state=Job.State.WAITING)
    assert job.run_at > timezone.now() + dt.timedelta(seconds=60)
    assert job.attempts == 0


def test_an_edge_that_hangs_is_given_up(edge, server, monkeypatch):
    """A server that takes the request and never answers ends in a refusal, not in a worker that waits for ever."""
    monkeypatch.setattr(sending, "PATIENCE", (1, 0.2))
    edge("cloudflare", zone="z1", token="sesame")
    server.hangs = True
    action.note([("one.test", "/a.html")])
    with pytest.raises(Refused) as refusal:
        action.purge("edge")
    assert "sesame" not in str(refusal.value)


def test_nobody_there(edge, monkeypatch):
    """An edge that does not listen is a refusal that names its host and no key."""
    edge("cloudflare", zone="z1", token="sesame", url="http://127.0.0.1:9")
    action.note([("one.test", "/a.html")])
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        action.purge("edge")


def test_what_changes_while_it_is_told_is_told_again(edge, server):
    """A page that changes between the reading of the list and the edge's answer keeps its row."""
    edge("http")
    action.note([("one.test", "/a.html")])
    named = purge.edges()[0]
    plain = type(named.edge).purge

    def slow(self, addresses):
        if len(server.asked) == 0:
            action.note([("one.test", "/a.html")])
        plain(self, addresses)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(named.edge), "purge", slow)
        action.purge("edge")
    assert len(server.asked) == 2


def test_an_edge_hears_of_its_own_hosts_only(edge, server):
    """Each site may have an edge of its own."""
    edge("http", hosts=["two.test"])
    action.note([("one.test", "/a.html"), ("two.test", "/b.html")])
    action.purge("edge")
    assert [path for _, path, *_ in server.asked] == ["/b.html"]


def test_withdrawing_takes_the_file_before_the_edge_is_told(
    edge, server, make_article, people, django_capture_on_commit_callbacks
):
    """When the edge asks again it gets the notice: the file is gone before the edge hears of it."""
    edge("http")
    with django_capture_on_commit_callbacks(execute=True):
        article = release(article=make_article(), by=people["editor"])
    placement = article.placements.get()
    action.purge("edge")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article=article, by=people["editor"])
    place = tree.file_for(placement.edition.site.host, placement.path)
    assert not place.exists()
    assert place.with_name(place.name + ".410").exists()
    assert Stale.objects.filter(path=placement.path).exists()
    action.purge("edge")
    assert placement.path in [path for _, path, *_ in server.asked]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("[", "cannot be read"),
        ("/no/such/file", "cannot be read"),
        ('[{"kind": "akamai"}]', "akamai"),
        ('[{"kind": "cloudflare", "zone": "z"}]', "token"),
        ('[{"kind": "http", "url": "u", "colour": "s3cret"}]', "colour"),
    ],
)
def test_a_bad_description_is_refused_without_its_values(given, why, monkeypatch):
    """What is wrong is named; no value of the description is repeated, for it may be a key."""
    monkeypatch.setenv("TINTUC_EDGES", given)
    with pytest.raises(purge.EdgesFileError, match=why) as refusal:
        purge.edges()
    assert "s3cret" not in str(refusal.value)
