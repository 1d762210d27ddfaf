"""Machine translation as a plug: ``translate(blocks, source, target, termbase) → drafts``, one file an engine.

- ``plug`` is what an engine must do and what is done around it; ``registry`` knows the engines of this newsroom.
- ``choosing``, ``accounts`` and ``drafts`` say who may have what, count it and keep it.
- ``suggest.suggest`` is the door for whoever translates at the desk; ``actions.draft`` the one for whole articles.
"""
