"""What the house as a whole must keep."""

import re
from pathlib import Path

from django.apps import apps

from tintuc.checks.cards import pages

ROOT = Path(__file__).parents[2]
LADDER = [
    {"newsroom"}, {"reading", "syndication"}, {"publishing"}, {"integrity"},
    {"intake", "translation", "counting", "search"}, {"stories"}, {"names", "network", "jobs"},
]  # fmt: skip


def test_every_room_with_models_has_migrations():
    """A room with models has migrations, without which its tables would be missing from a fresh newsroom."""
    for config in apps.get_app_configs():
        if config.name.startswith("tintuc.") and list(config.get_models()):
            assert (Path(config.path) / "migrations" / "0001_initial.py").exists(), config.name


def test_foreign_keys_run_down_the_ladder():
    """A room's models point to its own and to lower rooms only."""
    height = {room: number for number, rooms in enumerate(LADDER) for room in rooms}
    for model in apps.get_models():
        if model._meta.app_label not in height:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or target._meta.app_label not in height:
                continue
            assert height[target._meta.app_label] >= height[model._meta.app_label], field


def test_the_pages_of_the_checks_are_fresh():
    """docs/reference/checks says what the checks say; `make docs` writes it."""
    folder = ROOT / "docs" / "reference" / "checks"
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")} == pages()


def test_the_lock_names_no_place():
    """requirements.lock holds hashes and no address."""
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > 100


def test_links_in_documents_lead_somewhere():
    """Every relative link in README and docs names a file that is there."""
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)}: {link}"


def test_every_document_can_be_found_from_the_readme():
    """Whoever follows links from the README comes to every page of docs; a link to a folder shows what is in it."""
    seen: set[Path] = set()
    open_ = {ROOT / "README.md"}
    while open_:
        page = open_.pop()
        seen.add(page)
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            to = (page.parent / link).resolve()
            open_ |= ({*to.glob("*.md")} if to.is_dir() else {to} if to.suffix == ".md" else set()) - seen
    assert {*(ROOT / "docs").rglob("*.md")} <= seen


def test_decisions_are_numbered_once():
    """A decision's number names one decision, in its file's name and in its heading."""
    numbers = []
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        number = int(page.name[:4])
        assert page.read_text(encoding="utf-8").startswith(f"# {number}. "), page.name
        numbers.append(number)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
