"""What this room announces. Higher rooms listen in their ``apps.py``."""

from django.dispatch import Signal

#: An article's words were saved as a new or changed revision. Arguments: ``article``, ``by`` (a user or None).
saved = Signal()

#: A release is wanted. Arguments: ``article`` (as it would go out), ``by`` (a user or None). A listener that answers
#: for the text issues a :class:`~tintuc.stories.models.Clearance` or raises :class:`~tintuc.stories.errors.NotCleared`.
clearing = Signal()

#: An article has a new release. Arguments: ``article``, ``release``. Sent inside the transaction.
released = Signal()

#: An article was taken down. Arguments: ``article``. Sent inside the transaction.
withdrawn = Signal()
