"""The documentation says what is so: references are generated, links lead somewhere, settings are named."""

import re
from pathlib import Path

import pytest

from docs.generate import EXECUTED, PAGES, executed
from server.cli import parser
from server.store.dataset import Writer
from server.web.app import close, create_app

ROOT = Path(__file__).parent.parent
PAPERS = sorted(
    path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md"))
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_reference_is_what_the_program_says(page: Path) -> None:
    assert page.read_text("utf-8") == PAGES[page](), "say 'make docs'"


def test_the_reference_mentions_every_command_and_option() -> None:
    text = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    (commands,) = (a.choices for a in parser()._actions if isinstance(a.choices, dict))
    reading, asking = (
        {"extract", "load", "publish", "retract", "correct", "receipts"},
        {"serve", "query", "dump", "stats"},
    )
    assert set(commands) == reading | asking | {"verify", "rebuild", "backup", "restore", "unmerge", "link"}
    for name, one in commands.items():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        options = [
            option for action in one._actions for option in action.option_strings if option not in {"-h", "--help"}
        ]
        assert [option for option in options if f"`{option}`" not in section] == [], name


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_lead_somewhere(paper: Path) -> None:
    targets = [target for target in LINK.findall(paper.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (paper.parent / target).exists()] == []


def test_every_page_of_the_documentation_can_be_found() -> None:
    linked = {
        (paper.parent / target).resolve() for paper in PAPERS for target in LINK.findall(paper.read_text("utf-8"))
    }
    pages = {page.resolve() for page in (ROOT / "docs").rglob("*.md")}
    assert pages - linked - {ROOT / "docs" / "README.md"} == set()


def test_every_address_is_listed(tmp_path: Path) -> None:
    with Writer(tmp_path / "data", "https://news.example.org/"):
        pass
    app = create_app(tmp_path / "data", workers=1)
    try:
        first = {rule.rule.removeprefix("/").split("/")[0].split(".")[0] for rule in app.url_map.iter_rules()}
    finally:
        close(app)
    text = (ROOT / "docs" / "reference" / "addresses.md").read_text("utf-8")
    own = {"", "static", "robots", "terms"}  # the pages' own files
    assert {name for name in first - own if f"`/{name}" not in text} == set()


def test_every_decision_says_why() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == sorted(set(numbers))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert all(f"({record.name})" in index for record in records)
    for record in records:
        text = record.read_text("utf-8")
        assert all(f"**{word}.**" in text for word in ("Context", "Decision", "Why")), record.name


@pytest.mark.prove
@pytest.mark.parametrize("page", EXECUTED[1:], ids=lambda page: page.name)
def test_commands_in_the_documentation_print_what_it_shows(page: Path) -> None:
    text = page.read_text("utf-8")
    assert executed(text) == text, "say 'make docs'"


def test_the_changelog_and_the_citation_know_the_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert f"version: {version[1]}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(
        rf"^## (?:Unreleased|\[?{re.escape(version[1])}\]?)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
