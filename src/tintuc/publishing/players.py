"""Players of other sites that a reader may load with a click, and nobody else's.

The security policy of every page names exactly these hosts; until the click a page asks none of them for anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """How the address of a page on another site becomes the address of its player."""

    page: re.Pattern[str]
    frame: str
    host: str


PLAYERS = (
    Player(
        re.compile(
            r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)([\w-]{11})\b.*"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
        "https://www.youtube-nocookie.com",
    ),
    Player(
        re.compile(r"https?://(?:www\.)?vimeo\.com/(\d{1,12})\b.*"),
        "https://player.vimeo.com/video/{}?dnt=1",
        "https://player.vimeo.com",
    ),
    Player(
        re.compile(r"https?://(?:www\.)?dailymotion\.com/video/([a-z0-9]{5,12})\b.*"),
        "https://geo.dailymotion.com/player.html?video={}",
        "https://geo.dailymotion.com",
    ),
    Player(
        re.compile(r"https?://(?:www\.)?bilibili\.com/video/(BV[0-9A-Za-z]{10})\b.*"),
        "https://player.bilibili.com/player.html?bvid={}",
        "https://player.bilibili.com",
    ),
)
HOSTS = tuple(player.host for player in PLAYERS)


def player_of(url: str) -> str:
    """The address of the player for a page on another site, or nothing where we know none."""
    for player in PLAYERS:
        if found := player.page.fullmatch(url):
            return player.frame.format(found[1])
    return ""
