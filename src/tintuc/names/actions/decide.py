"""Decides about a proposed name."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from tintuc.names.models import Name, NameForm, Proposal


class Decided(Exception):
    """Somebody has decided about the proposal already."""


@transaction.atomic
def accept(*, proposal: Proposal, kind: str, by: Any, name: Name | None = None) -> Name:
    """Make a record of a proposed name, or give it to one that has no form in this language yet.

    Where the record has one, the proposed form is noted among those the house does not use. Raises :class:`Decided`.
    """
    if kind not in Name.Kind.values:
        raise ValueError(f"{kind!r} is no kind of name.")
    if not _decide(proposal, Proposal.State.ACCEPTED, by):
        raise Decided(proposal.text)
    record = name or Name.objects.create(kind=kind)
    form = NameForm.objects.filter(name=record, language=proposal.language).first()
    if form is None:
        NameForm.objects.create(name=record, language=proposal.language, text=proposal.text)
    elif proposal.text not in [form.text, *form.other_forms()]:
        form.others = "\n".join([*form.other_forms(), proposal.text])
        form.save()
    return record


def ignore(*, proposal: Proposal, by: Any) -> None:
    """Say that this is no name to keep; it is not proposed again. Raises :class:`Decided`."""
    if not _decide(proposal, Proposal.State.IGNORED, by):
        raise Decided(proposal.text)


def _decide(proposal: Proposal, state: str, by: Any) -> int:
    mine = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    return mine.update(state=state, decided_by=by, decided_at=timezone.now())
