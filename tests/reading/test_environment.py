"""Templates compiled together with what they include say what they would say apart."""

import pytest
from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import TemplateNotFound, UndefinedError

from tintuc.reading.environment import Joined

TEMPLATES = {
    "page": '{% set name = "page" %}{% for one in [1, 2] %}{% include "part" %}{% endfor %}{{ name }}',
    "part": '{% set name = "part " ~ one %}<{{ name }}:{% include "leaf" %}>',
    "leaf": "{{ name }}",
    "leaky": '{% include "sets" %}{{ mine }}',
    "sets": "{% set mine = 1 %}",
    "maybe": 'a{% include "nowhere" ignore missing %}b',
    "alone": '{% set name = "page" %}{% include "leaf" without context %}',
    "worked-out": '{% set which = "leaf" %}{% set name = "leaf" %}{% include which %}',
    "lost": '{% include "nowhere" %}',
}


@pytest.fixture(params=[True, False], ids=["together", "apart"])
def say(request):
    """What a template says: compiled with what it includes, and as Jinja does it."""
    environment = Joined(loader=DictLoader(TEMPLATES), auto_reload=not request.param, undefined=StrictUndefined)
    return lambda name: environment.get_template(name).render()


@pytest.mark.parametrize(
    ("name", "said"),
    [("page", "<part 1:part 1><part 2:part 2>page"), ("maybe", "ab"), ("worked-out", "leaf")],
)
def test_what_is_included(say, name, said):
    """An included template sees what is round it, nested ones and loops too, and changes nothing there."""
    assert say(name) == said


@pytest.mark.parametrize(
    ("name", "error"), [("leaky", UndefinedError), ("alone", UndefinedError), ("lost", TemplateNotFound)]
)
def test_what_is_not_there(say, name, error):
    """Names of an included template end with it, one without context sees none, and a missing one is an error."""
    with pytest.raises(error):
        say(name)
