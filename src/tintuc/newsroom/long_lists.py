"""Lists of the desk that stay quick however long they are."""

from __future__ import annotations

from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

#: Rows that are counted and can be paged through; whoever looks for older ones narrows the list.
MOST = 3000


class CappedPaginator(WagtailPaginator):
    """Counts no further than :data:`MOST`: to count a million articles takes longer than to show thirty."""

    @cached_property
    def count(self) -> int:
        """How many rows, at most :data:`MOST`."""
        return int(self.object_list[:MOST].count())

    @cached_property
    def items_count_label(self) -> str:
        """The number for the heading, with a plus where counting stopped."""
        usual = super().items_count_label
        return usual.replace(str(MOST), f"{MOST}+", 1) if self.count == MOST else usual
