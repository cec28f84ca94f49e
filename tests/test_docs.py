"""What the documents say is held against the code: commands, events, settings, paths, links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
import pytest
import typer.main

from digest.cli.app import app
from digest.events import EVENT_TYPES
from digest.settings import SourceSettings
from digest.sources.registry import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CLI: Any = typer.main.get_command(app)

_FENCE = re.compile(r"^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _shell_lines(page: Path) -> Iterator[str]:
    """The commands of the fences, from ``digest`` on."""
    for fence in _FENCE.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"\n|&&", fence):
            if found := re.match(r"\s*(?:\$ )?(?:\S*/)?digest (?!>)(\S.*)$", part):
                yield found[1]


def _mentions(page: Path) -> Iterator[str]:
    """What stands between backticks in running text."""
    yield from re.findall(r"`digest ([^`]+)`", _FENCE.sub("", page.read_text(encoding="utf-8")))


def _find(line: str) -> tuple[Any, list[str]]:
    """The command a line names, and its words; ``KeyError`` if there is none of that name."""
    words, command = shlex.split(line, comments=True), CLI
    while words and hasattr(command, "commands"):
        if words[0].startswith("-"):
            option = next(p for p in command.params if words[0] in p.opts)
            words = words[1 if getattr(option, "is_flag", False) else 2 :]
            continue
        command = command.commands[words[0]]
        words = words[1:]
    return command, words


def _every_command(group: Any, *path: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        yield " ".join((*path, name)), command
        if hasattr(command, "commands"):
            yield from _every_command(command, *path, name)


SHELL = sorted({(page.name, line) for page in PAGES for line in _shell_lines(page)})
MENTIONED = sorted({(page.name, line) for page in PAGES for line in _mentions(page)})
COMMANDS = dict(_every_command(CLI))


def test_the_readme_shows_the_sample_and_the_way_to_a_first_issue() -> None:
    lines = [line for page, line in SHELL if page == "README.md"]
    assert "weekly --sample" in lines
    assert sum(line != "weekly --sample" for line in lines) <= 6


@pytest.mark.parametrize(("page", "line"), SHELL, ids=lambda value: value)
def test_a_command_in_a_document_can_be_typed_as_it_stands(page: str, line: str) -> None:
    command, words = _find(line)
    assert not hasattr(command, "commands"), f"{page}: digest {line} names no command"
    command.make_context(command.name, list(words))


@pytest.mark.parametrize(("page", "line"), MENTIONED, ids=lambda value: value)
def test_a_command_that_a_document_mentions_exists_with_its_options(page: str, line: str) -> None:
    command, words = _find(line)
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= options | {"--help"}, page


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_say_what_they_do(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    silent = [p.name for p in command.params if p.param_type_name == "option" and not p.help]
    assert silent == []


def test_the_two_lines_that_install_stand_alone_and_use_the_locks() -> None:
    lines = [line for line in _text("README.md").splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert [line.rsplit(" && ", 1)[1] for line in lines] == [
        ".venv/bin/digest weekly --sample",
        ".venv/bin/pytest",
    ]
    assert " -r requirements.lock -e ." in lines[0]
    assert " -r requirements-dev.lock -e ." in lines[1]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_no_machine(lock: str) -> None:
    lines = _text(lock).splitlines()
    assert lines
    assert [line for line in lines if not re.match(r"[a-z0-9.-]+==[0-9][0-9a-z.+]*( ; .+)?$", line)] == []


def _rows(page: str) -> dict[str, list[str]]:
    """The cells of each table row that begins with a name in backticks."""
    rows = (re.split(r"\s*\|\s*", line)[1:-1] for line in _text(page).splitlines() if line.startswith("| `"))
    return {row[0].strip("`"): row[1:] for row in rows}


EVENT_ROWS = _rows("docs/events.md")


def _parts(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """The structs that a field's type is made of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for argument in getattr(kind, "__args__", ()):
        yield from _parts(argument)


PARTS = {
    part.__name__: part
    for event in EVENT_TYPES.values()
    for kind in get_type_hints(event).values()
    for part in _parts(kind)
}


def _named(cell: str) -> list[str]:
    return re.findall(r"`([a-z_]+)`", cell)


def test_the_catalogue_lists_every_event_and_part_and_no_other() -> None:
    assert set(EVENT_ROWS) == EVENT_TYPES.keys() | PARTS.keys()


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_the_catalogue_names_version_fields_and_what_is_derived(name: str) -> None:
    event, (version, fields, when) = EVENT_TYPES[name], EVENT_ROWS[name]
    assert version == str(event.VERSION)
    assert sorted(_named(fields)) == sorted(event.__struct_fields__)
    assert set(re.findall(r"`([a-z_]+)`\*", fields)) == event.DERIVED
    assert when


@pytest.mark.parametrize("name", PARTS)
def test_the_catalogue_names_the_fields_of_a_part(name: str) -> None:
    assert _named(EVENT_ROWS[name][0]) == list(PARTS[name].__struct_fields__)


def test_every_kind_of_source_and_every_setting_has_a_row() -> None:
    named = {name for row in _rows("docs/sources.md") for name in [row.split(" ")[0]]}
    told = named | set(_named(_text("docs/sources.md")))
    assert set(SOURCES) | set(SourceSettings.model_fields) <= told


def _paths(text: str) -> Iterator[str]:
    for quoted in re.findall(r"`([^`\n]+)`", _FENCE.sub("", text)):
        if re.fullmatch(r"(?:src|tests|templates|docs|flows|benchmarks)/[\w./-]*", quoted):
            yield quoted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_and_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = [path for path in _paths(text) if not re.search(r"\b(?:NAME|TYPE)\b", path)]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "section", _text("docs/extending.md").split("\n## ")[1:], ids=lambda s: s.split("\n")[0]
)
def test_a_recipe_has_at_most_six_steps_and_names_its_places(section: str) -> None:
    steps = re.findall(r"^\d\. ", section, re.MULTILINE)
    assert 1 < len(steps) <= 6
    assert len(list(_paths(section))) >= 2


def test_the_names_a_recipe_tells_to_change_are_there() -> None:
    for name, path in {
        "SOURCES": "src/digest/sources/registry.py",
        "EVENT_TYPES": "src/digest/events/__init__.py",
        "UPCASTERS": "src/digest/log/upcasters.py",
        "ALL": "src/digest/projections/__init__.py",
        "read_models": "src/digest/projections/base.py",
        "FolderTransport": "src/digest/bootstrap.py",
        "SmtpTransport": "src/digest/bootstrap.py",
    }.items():
        assert f"`{name}`" in _text("docs/extending.md")
        assert re.search(rf"\b{name}\b", _text(path))


def test_decisions_are_numbered_without_a_gap_and_say_what_follows() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Choice", "Consequence"], page.name
