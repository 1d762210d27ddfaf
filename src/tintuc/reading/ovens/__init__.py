"""The ovens of this room: one a kind of page."""

from tintuc.reading.ovens.app import FaviconOven, ManifestOven
from tintuc.reading.ovens.article import ArticleOven
from tintuc.reading.ovens.beside import HistoryOven, ParallelOven
from tintuc.reading.ovens.corrections import CorrectionsOven
from tintuc.reading.ovens.front import FrontOven
from tintuc.reading.ovens.home import HomeOven
from tintuc.reading.ovens.hot import HotListOven, HotOven
from tintuc.reading.ovens.map import MapOven
from tintuc.reading.ovens.section import SectionMonthOven, SectionOven
from tintuc.reading.ovens.share import SharePictureOven
from tintuc.reading.ovens.shelves import PersonOven, TopicOven, TopicsOven
from tintuc.reading.ovens.standing import ErrorOven, StandingOven
from tintuc.reading.ovens.worker import WorkerOven

OVENS = (
    ArticleOven(),
    FrontOven(),
    SectionOven(),
    SectionMonthOven(),
    HotOven(),
    HotListOven(),
    MapOven(),
    HistoryOven(),
    ParallelOven(),
    TopicOven(),
    TopicsOven(),
    PersonOven(),
    CorrectionsOven(),
    StandingOven(),
    ErrorOven(),
    HomeOven(),
    WorkerOven(),
    ManifestOven(),
    FaviconOven(),
    SharePictureOven(),
)
