"""What this room announces."""

from django.dispatch import Signal

#: An edition's hot list has another order. Arguments: ``edition_id``.
hot_list_changed = Signal()
