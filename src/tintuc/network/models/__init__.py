"""Sites, editions, sections and the people who work on them."""

from tintuc.network.models.membership import Membership, Role
from tintuc.network.models.sites import Edition, Network, Section, Site
from tintuc.network.models.standing_page import StandingPage
from tintuc.network.models.topic import Topic

__all__ = ["Edition", "Membership", "Network", "Role", "Section", "Site", "StandingPage", "Topic"]
