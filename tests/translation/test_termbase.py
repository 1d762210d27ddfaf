"""The termbase: what occurs in a text, and files in and out."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tintuc.integrity.dossiers import dossier_of
from tintuc.integrity.queries import inspect
from tintuc.network.models import Site
from tintuc.network.permissions import NotAllowed
from tintuc.translation.actions.take_terms import take_terms
from tintuc.translation.actions.translate_into import translate_into
from tintuc.translation.models import Concept, Term
from tintuc.translation.term_csv import write_csv
from tintuc.translation.term_files import BadTermFile
from tintuc.translation.term_tbx import write_tbx
from tintuc.translation.termbase import occurring, records
from writing import paragraph

pytestmark = pytest.mark.django_db

TERMS = """\
concept,subject,definition,language,term,status,note
pier,ports,Where ferries moor,en,ferry pier,approved,
pier,,,vi,bến phà,approved,as the port authority writes it
pier,,,vi,cầu tàu,forbidden,
ship,,,en,Northern Light,do-not-translate,
"""


def taken(text: str, **options):
    return take_terms(raw=text.encode(), by=None, **options)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_what_occurs_is_found_with_its_forms(site):
    """A text gets the concepts that stand in it, with their forms in both languages, and no others."""
    taken(TERMS)
    found = occurring(["Two ferry piers are new."], ["Hai bến."], "en", "vi", site.pk)
    assert [(one.concept, one.approved, one.forbidden) for one in found] == [("pier", ("bến phà",), ("cầu tàu",))]
    assert occurring(["The Northern Light sails."], [""], "en", "vi", None)[0].kept == ("Northern Light",)
    assert occurring(["The pier."], ["Bến."], "en", "vi", None) == []
    assert [one.forbidden for one in occurring([], ["Cầu tàu đông."], "", "vi", None)] == [("cầu tàu",)]


def test_a_sites_own_term_comes_first(site):
    """What a site has decided for itself counts there, what the network has decided everywhere else."""
    taken(TERMS)
    taken("concept,language,term\npier,en,ferry pier\npier,vi,bến đò\n", site=site)
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    assert [one.approved for one in occurring(["A ferry pier"], [], "en", "vi", site.pk)] == [("bến đò",)]
    assert [one.approved for one in occurring(["A ferry pier"], [], "en", "vi", other.pk)] == [("bến phà",)]


def test_the_desk_holds_a_translation_to_the_termbase(make_article, people):
    """An agreed term that is not followed, a forbidden form and a fixed name that was changed are queries."""
    taken(TERMS)
    source = make_article(
        body=[
            paragraph("p1", "The ferry pier opened on Monday."),
            paragraph("p2", "The ferry pier is long."),
            paragraph("p3", "The Northern Light sails at noon."),
        ]
    )
    target = translate_into(story=source.story, language="vi", by=people["translator"]).newest()
    target.body = [
        paragraph("p1", "Bến tàu mở cửa hôm thứ Hai."),
        paragraph("p2", "Cầu tàu dài."),
        paragraph("p3", "Tàu Bắc Quang khởi hành lúc trưa."),
    ]
    target.save_revision()
    found = {(one.check, one.place["block"], one.level, one.replacement) for one in inspect(target).findings}
    assert {
        ("terms.not-followed", "p1", "query", None),
        ("terms.forbidden", "p2", "query", "Bến phà"),
        ("terms.not-translated", "p3", "query", None),
    } <= found


def test_files_come_back_as_they_went(site):
    """CSV and TBX that were written here say the same when they are taken in again, and change nothing."""
    taken(TERMS + 'sum,"a, b",,en,"=1+1 ""x""",approved,<b>&\n')
    for text in ("".join(write_csv(records())), "".join(write_tbx(records()))):
        again = taken(text)
        assert (again.problems, again.concepts, again.terms, again.same) == ([], 0, 0, 5)
        before = list(records())
        Concept.objects.all().delete()
        assert taken(text).terms == 5
        assert list(records()) == before
    assert rows("".join(write_csv(records())))[-1]["term"].startswith("'="), "no cell is a formula"


def test_every_problem_of_a_bad_file_is_told_and_nothing_taken(site):
    """A file with problems changes nothing; each problem is told with its line."""
    bad = (
        TERMS
        + "x,,,xx,word,approved,\nx,,,en,,approved,\nx,,,en,word,perhaps,\nx,,,en,a\u202eb,approved,\npier,,other,en,quay,approved,\npier,,,vi,cầu tàu,approved,\n…,,,en,…,approved,\n"
    )
    result = taken(bad)
    assert [problem.line for problem in result.problems] == [6, 7, 8, 9, 10, 11, 0]
    assert not Concept.objects.exists()


def test_nothing_is_overwritten_silently(site):
    """What the termbase has otherwise stays and is told; only on demand the file counts."""
    taken(TERMS)
    other = TERMS.replace("bến phà,approved", "bến phà,forbidden").replace("Where ferries moor", "A quay")
    result = taken(other)
    assert {(one.what, one.is_.split(",")[0], one.would_be.split(",")[0]) for one in result.differences} == {
        ("bến phà (vi)", "approved", "forbidden"),
        ("definition", "Where ferries moor", "A quay"),
    }
    assert Term.objects.get(text="bến phà").status == "approved"
    assert taken(other, replace=True).replaced == 2
    assert Term.objects.get(text="bến phà").status == "forbidden"
    assert Concept.objects.get(ident="pier").definition == "A quay"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xff\xff",
        b"a,b\n1,2\n",
        b'concept,language,term\n"unclosed,en,x\n',
        b"<tbx></tbx>",
        b"<a>" * 5000,
        b'<!DOCTYPE t [<!ENTITY a "aaaa">]><tbx><conceptEntry id="1"/></tbx>',
        b'<!DOCTYPE t [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><tbx/>',
        b"<tbx><conceptEntry id='1'>" + b"<x/>" * 150_000 + b"</conceptEntry></tbx>",
    ],
)
def test_a_file_that_is_none_is_refused(raw, db):
    """Empty, broken, deep and entity-laden files are refused with a sentence."""
    with pytest.raises(BadTermFile):
        take_terms(raw=raw, by=None)


def test_older_and_tagged_tbx_is_read(db):
    """TBX of before 2019, and the style in which categories are elements, are read."""
    old = """<?xml version='1.0'?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX"><text><body>
      <termEntry id="q"><descrip type="subjectField">ports</descrip><langSet xml:lang="en-GB"><tig><term>quay</term>
      <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig></langSet></termEntry></body></text></martif>"""
    new = """<tbx style="dct" type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min">
      <text><body><conceptEntry id="r"><min:subjectField>ports</min:subjectField><langSec xml:lang="vi"><termSec>
      <term>bến</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>
      </conceptEntry></body></text></tbx>"""
    for text in (old, new):
        assert taken(text).problems == []
    assert set(Term.objects.values_list("text", "language", "status", "concept__subject")) == {
        ("quay", "en", "forbidden", "ports"),
        ("bến", "vi", "approved", "ports"),
    }


def test_rights(site, people):
    """Translators and editors keep the terms of their site; a reporter does not, nor anybody another site's."""
    take_terms(raw=TERMS.encode(), site=site, by=people["translator"])
    for role in ("reporter", "stranger"):
        with pytest.raises(NotAllowed):
            take_terms(raw=TERMS.encode(), site=site, by=people[role])
        with pytest.raises(NotAllowed):
            take_terms(raw=TERMS.encode(), by=people[role])
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    with pytest.raises(NotAllowed):
        take_terms(raw=TERMS.encode(), site=other, by=people["chief"])


def test_a_large_termbase_costs_an_article_few_queries(make_article):
    """Looking up an article in a termbase takes a handful of queries, however many terms there are."""
    lines = "".join(f"c{n},,,en,harbour word{n},forbidden,\n" for n in range(2000))
    taken("concept,subject,definition,language,term,status,note\n" + lines)
    article = make_article(body=[paragraph("p1", "The harbour word77 opened. " * 50)])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        terms = dossier_of(article).terms
    assert [term.forbidden for term in terms] == [("harbour word77",)]
    assert sum("translation_term" in query["sql"] for query in queries) <= 3
