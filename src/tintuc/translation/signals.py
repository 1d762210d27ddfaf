"""What this room announces. Higher rooms listen in their ``apps.py``."""

from django.dispatch import Signal

#: The words of an article that others are translated from have changed. Sent once a save, inside its transaction, and
#: only if something changed. Arguments: ``article`` (the source as saved), ``by`` (a user or None), ``changed``,
#: ``added`` and ``removed`` (sets of keys of passages), and ``stale``: for each translation, by primary key, the set
#: of keys that turned stale with this save; those that were stale before are not named again.
source_changed = Signal()

#: Rows of progress were counted. Arguments: ``story``, ``rows`` (as they now are). Sent inside the transaction.
counted = Signal()

#: An article has been given to a person. Arguments: ``assignment``, ``by``. Sent inside the transaction.
assigned = Signal()

#: Somebody said that passages of a translation are right for their source as it is now, without rewriting them.
#: Arguments: ``article``. Sent inside the transaction.
confirmed = Signal()
