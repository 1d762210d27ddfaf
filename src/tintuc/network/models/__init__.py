"""Sites, editions, sections and the people who work on them."""

from tintuc.network.models.membership import Membership, Role
from tintuc.network.models.sites import Edition, Network, Section, Site

__all__ = ["Edition", "Membership", "Network", "Role", "Section", "Site"]
