"""What this room announces. Higher rooms listen in their ``apps.py``."""

from django.dispatch import Signal

#: A release that nobody was watching was refused at the gate: a scheduled one, or a language of a plan. Arguments:
#: ``article``, ``by`` (who had asked for it, or None), ``reason`` (a sentence), ``checks`` (those whose findings
#: held it). Sent inside the transaction.
refused = Signal()
