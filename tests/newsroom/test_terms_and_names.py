"""The screens of the termbase and the names."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tintuc.names.actions.propose import propose
from tintuc.names.models import Name, NameForm, NameKey, Proposal
from tintuc.network.models import Edition, Membership, Section, Site
from tintuc.translation.actions.take_terms import take_terms
from tintuc.translation.models import Concept, Term

pytestmark = pytest.mark.django_db

TERMS = "concept,language,term,status\npier,en,ferry pier,\npier,vi,bến phà,\npier,vi,cầu tàu,forbidden\n"


def to(name: str, *args) -> str:
    return reverse(name, args=args, urlconf="tintuc.config.urls")


def concepts(name: str, *args) -> str:
    return to(f"wagtailsnippets_translation_concept:{name}", *args)


@pytest.fixture
def other_site(people):
    """Another site, whose chief is nobody on the first."""
    other = Site.objects.create(key="other", masthead="Other", host="other.test")
    edition = Edition.objects.create(site=other, language="en")
    Section.objects.create(edition=edition, key="world", name="World", slug="world")
    Membership.objects.create(user=people["stranger"], site=other, role="chief")
    return other


def inline(prefix: str, rows: list[dict[str, str]], initial: int = 0) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    data |= {f"{prefix}-MIN_NUM_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "1000"}
    for number, row in enumerate(rows):
        data |= {
            f"{prefix}-{number}-{name}": value for name, value in ({"id": "", "ORDER": "", "DELETE": ""} | row).items()
        }
    return data


def concept_form(**changes: str) -> dict[str, str]:
    rows = [
        {"language": "en", "text": "ferry  pier", "status": "approved", "note": ""},
        {"language": "vi", "text": "cầu tàu", "status": "forbidden", "note": "colloquial"},
    ]
    return {"subject": "ports", "definition": "", "site": ""} | inline("terms", rows) | changes


def test_a_translator_enters_a_concept(desk, people):
    """A concept is entered with its terms in one form, and notes who did; texts find it at once."""
    answer = desk("translator").post(concepts("add"), concept_form())
    assert answer.status_code == 302, answer.context["form"].errors
    concept = Concept.objects.get()
    assert (concept.changed_by, concept.site) == (people["translator"], None)
    assert concept.ident
    assert {(term.text, term.head) for term in concept.terms.all()} == {("ferry pier", "ferry"), ("cầu tàu", "cầu")}


def test_a_term_that_cannot_be_found_is_refused(desk):
    """A term without a letter, or with a character nobody sees, is answered with the reason."""
    for text in ("…", "a\u200bb"):
        page = desk("translator").post(concepts("add"), concept_form(**{"terms-0-text": text}))
        assert page.status_code == 200
    assert not Concept.objects.exists()


def test_the_list_shows_and_narrows(desk):
    """The termbase is listed with its terms and narrows by words, language and status; reporters may look."""
    take_terms(raw=TERMS.encode() + b"ship,en,Northern Light,do-not-translate\n", by=None)
    page = desk("reporter").get(concepts("list")).content.decode()
    assert "✗ cầu tàu (vi)" in page
    assert "= Northern Light (en)" in page
    for asked, there in (
        ({"words": "bến"}, "pier"),
        ({"status": "do-not-translate"}, "Light"),
        ({"language": "vi"}, "pier"),
    ):
        page = desk("reporter").get(concepts("list"), asked).content.decode()
        assert ("ferry pier" in page, "Northern Light" in page) == (there == "pier", there == "Light"), asked


def test_rights_of_the_termbase(desk, site, other_site):
    """Reporters only look; a site's own terms are seen and changed by that site only; only a chief deletes."""
    take_terms(raw=TERMS.encode(), site=site, by=None)
    take_terms(raw=b"concept,language,term\nquay,en,quay\n", by=None)
    own, shared = Concept.objects.get(ident="pier"), Concept.objects.get(ident="quay")
    assert "ferry pier" not in desk("stranger").get(concepts("list")).content.decode()
    for name in ("edit", "delete", "inspect", "history", "usage"):
        assert desk("stranger").get(concepts(name, own.pk)).status_code in {302, 403, 404}, name
        assert desk("stranger").post(concepts(name, own.pk), concept_form()).status_code in {302, 403, 404, 405}, name
    assert desk("stranger").get(concepts("edit", shared.pk)).status_code == 200
    assert desk("reporter").get(concepts("add")).status_code == 302
    assert desk("reporter").get(concepts("inspect", own.pk)).status_code == 200
    desk("reporter").post(concepts("edit", own.pk), concept_form())
    desk("translator").post(concepts("delete", own.pk))
    assert Term.objects.filter(concept=own).count() == 3
    stolen = concept_form(site=str(site.pk))
    assert desk("stranger").post(concepts("add"), stolen).status_code in {200, 403}
    assert Concept.objects.count() == 2
    desk("chief").post(concepts("delete", own.pk))
    assert not Concept.objects.filter(pk=own.pk).exists()


def upload(text: str, **more: str) -> dict:
    return {"file": SimpleUploadedFile("terms.csv", text.encode()), "site": "", **more}


def test_files_at_the_desk(desk, site, other_site):
    """A file is taken in for the network or a site; problems and differences are shown; files come out in both forms."""
    url = to("newsroom_terms_import")
    assert "3 new terms" in desk("translator").post(url, upload(TERMS)).content.decode()
    page = desk("translator").post(url, upload(TERMS + "x,xx,y,\n")).content.decode()
    assert "Nothing was taken in" in page
    assert "The language “xx”" in page
    page = desk("translator").post(url, upload(TERMS.replace("forbidden", ""))).content.decode()
    assert "left as it is" in page
    assert Term.objects.get(text="cầu tàu").status == "forbidden"
    assert (
        "replaced"
        in desk("translator").post(url, upload(TERMS.replace("forbidden", ""), replace="on")).content.decode()
    )
    assert "no sound XML" in desk("translator").post(url, upload("<tbx>")).content.decode()
    assert "Take in a file" in desk("translator").get(concepts("list")).content.decode()
    assert desk("reporter").post(url, upload(TERMS)).status_code in {302, 403}
    assert desk("stranger").post(url, upload(TERMS, site=str(site.pk))).status_code == 200
    assert not Concept.objects.filter(site=site).exists()
    export = to("newsroom_terms_export")
    for kind, start in (("csv", "concept,subject"), ("tbx", "<?xml")):
        answer = desk("reporter").get(export, {"format": kind})
        assert b"".join(answer.streaming_content).decode().startswith(start)
        assert f"terms.{kind}" in answer.headers["Content-Disposition"]
    assert "?format=tbx" in desk("reporter").get(export).content.decode()
    assert desk("stranger").get(export, {"format": "csv", "site": site.key}).status_code in {302, 403}


def name_form(**changes: str) -> dict[str, str]:
    rows = [{"language": "en", "text": "Maki Orita", "order": "given-first", "reading": "", "others": "Maki Olita"}]
    return {"kind": "person", "about": "pilot"} | inline("forms", rows) | changes


def test_a_name_is_entered_and_changed(desk):
    """A name is entered with its form, order and reading a language, and texts find it; a strange language is refused."""
    names = lambda name, *args: to(f"wagtailsnippets_names_name:{name}", *args)  # noqa: E731
    answer = desk("translator").post(names("add"), name_form())
    assert answer.status_code == 302, answer.context["form"].errors
    name = Name.objects.get()
    assert set(NameKey.objects.values_list("key", flat=True)) == {"maki", "orita", "olita"}
    page = desk("reporter").get(names("list"), {"words": "olita"}).content.decode()
    assert "Maki Orita (en)" in page
    assert desk("reporter").get(names("edit", name.pk)).status_code == 302
    desk("reporter").post(names("edit", name.pk), name_form(about="mine"))
    assert Name.objects.get().about == "pilot"
    changed = name_form(
        **{"forms-INITIAL_FORMS": "1", "forms-0-id": str(NameForm.objects.get().pk), "forms-0-text": "Keiko Orita"}
    )
    assert desk("editor").post(names("edit", name.pk), changed).status_code == 302
    assert NameKey.objects.filter(key="keiko").exists()
    assert desk("translator").post(names("add"), name_form(**{"forms-0-language": "xx"})).status_code == 200
    assert Name.objects.count() == 1


def test_proposed_names_are_kept_or_passed_over(desk, site, other_site):
    """Proposals are decided by those who keep terms on the story's site; nobody else sees them."""
    propose(texts=["Yesterday Brenda Marlowe met Alan Reed."], language="en", site=site.pk)
    first, second = Proposal.objects.order_by("pk")
    url = to("newsroom_proposed_names")
    page = desk("translator").get(url).content.decode()
    assert "Brenda Marlowe" in page
    assert "Proposed names" in page
    assert "Brenda" not in desk("stranger").get(url).content.decode()
    assert desk("stranger").post(to("newsroom_decide_name", first.pk), {"decision": "ignore"}).status_code == 404
    assert desk("reporter").get(url).status_code in {302, 403}
    assert desk("translator").get(to("newsroom_decide_name", first.pk)).status_code == 405
    desk("translator").post(to("newsroom_decide_name", first.pk), {"decision": "accept", "kind": "ship"})
    assert not Name.objects.exists()
    answer = desk("translator").post(to("newsroom_decide_name", first.pk), {"decision": "accept", "kind": "person"})
    assert answer.headers["Location"] == to("wagtailsnippets_names_name:edit", Name.objects.get().pk)
    desk("translator").post(to("newsroom_decide_name", second.pk), {"decision": "ignore"})
    assert "Nothing is proposed" in desk("translator").get(url).content.decode()
