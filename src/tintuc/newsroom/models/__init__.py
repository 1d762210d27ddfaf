"""The editors' review, and what people at the desk are told."""

from tintuc.newsroom.models.notice import Notice, NoticeSettings, new_token
from tintuc.newsroom.models.review import EditorsReview

__all__ = ["EditorsReview", "Notice", "NoticeSettings", "new_token"]
