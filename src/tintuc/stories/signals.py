"""What this room announces. Higher rooms listen in their ``apps.py``."""

from django.dispatch import Signal

#: An article's words were saved as a new or changed revision. Arguments: ``article``, ``by`` (a user or None).
saved = Signal()

#: A release is wanted. Arguments: ``article`` (as it would go out), ``digest`` (of all that it would give to readers),
#: ``by`` (a user or None). A listener that answers for the text returns a :class:`~tintuc.stories.models.Clearance`, in
#: the table already or (several are written at once) not yet, or raises :class:`~tintuc.stories.errors.NotCleared`.
clearing = Signal()

#: An article has a new release. Arguments: ``article`` (with its placements, their editions and sections), ``release``,
#: ``before`` (the release readers had until now, or None). Sent inside the transaction, once an article: who can do the
#: work for several at once puts it off with :func:`tintuc.jobs.together.at_end`.
released = Signal()

#: An article was taken down. Arguments: ``article``. Sent inside the transaction.
withdrawn = Signal()
