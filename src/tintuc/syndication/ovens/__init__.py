"""The ovens of this room: one a kind of document."""

from tintuc.syndication.ovens.feeds import CorrectionsFeedOven, FeedOven
from tintuc.syndication.ovens.sitemaps import SitemapIndexOven, SitemapOven
from tintuc.syndication.ovens.small import OpmlOven, RobotsOven

OVENS = (
    FeedOven("rss"),
    FeedOven("atom"),
    CorrectionsFeedOven(),
    SitemapOven(),
    SitemapIndexOven(),
    OpmlOven(),
    RobotsOven(),
)
