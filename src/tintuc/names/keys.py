"""What names are looked up by: their words without marks, and pairs of characters of scripts without spaces."""

from __future__ import annotations

from itertools import pairwise

from tintuc.text.names import unmarked
from tintuc.text.terms import Token, tokens


def keys_of(form: str) -> set[str]:
    """The keys of a form: each of them may stand in a text that holds it."""
    return _keys(tokens(form[:400]), every=True)


def keys_in(text: str) -> set[str]:
    """The keys that names standing in a text can have: of words with a capital, and of all pairs of characters."""
    return _keys(tokens(text), every=False)


def _keys(found: list[Token], *, every: bool) -> set[str]:
    pairs = {one.key + two.key for one, two in pairwise(found) if one.dense and two.dense}
    capital = (token for token in found if not token.dense and (every or token.text[:1] != token.text[:1].lower()))
    caseless = {token.key for token in found if not token.dense and token.text.lower() == token.text.upper()}
    single = {token.key for token in found if token.dense} if every and len(found) == 1 else set()
    return {key[:60] for key in pairs | single | caseless | {unmarked(token.key) for token in capital}}
