"""Links in rich text."""

import pytest

from tintuc.text.anchors import host_of

HOSTS = {
    "https://www.Pier.example/a?b": "pier.example",
    "//pier.example": "pier.example",
    "http://u:p@pier.example:8080/": "pier.example",
    "/\t/pier.example/x": "pier.example",
    "/\\pier.example": "pier.example",
    "https:\\\\pier.example": "pier.example",
    "https:///pier.example": "pier.example",
    "http://pier.example\\@harbour.example": "pier.example",
    "\x01 https://pier.example": "pier.example",
    "http://[::1]/": "::1",
    "/news/pier.example": "",
    "news//pier.example": "",
    "javascript://pier.example/%0aalert(1)": "",
    "http://[pier": "",
}


@pytest.mark.parametrize(("address", "host"), HOSTS.items(), ids=ascii)
def test_hosts(address, host):
    """A link leads where browsers go, however its address is written."""
    assert host_of(address) == host
