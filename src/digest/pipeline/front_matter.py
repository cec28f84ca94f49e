"""Markdown with front matter: a YAML mapping between two ``---`` lines, then the text."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from digest.errors import BadRecord, DigestError
from digest.intake.imported import Imported
from digest.intake.records import RawRecord
from digest.pipeline.import_files import file_bytes

_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FORM = "front matter between two --- lines, then the text"
_NULL = "tag:yaml.org,2002:null"


class _Loader(yaml.SafeLoader):
    """Words, lists and mappings: ``no``, ``2048`` and ``2026-04-20`` are what the editor typed.

    A key that stands twice is refused, and so is an alias, which can blow a small file up.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and type are PyYAML's
        first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not taken")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        mapping: dict[object, object] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            raise yaml.MarkedYAMLError(problem="a key stands twice", problem_mark=node.start_mark)
        return mapping


def read_markdown(path: Path) -> Imported[RawRecord]:
    """Read each ``*.md`` below a folder, in the order of their paths; or the one file named.

    The text, without HTML comments, is the field ``take``. A field's line is its key's.
    """
    if path.is_dir():
        files = sorted(path.rglob("*.md"))
        if not files:
            raise DigestError(f"{path}: no *.md file in this folder; name the folder that has them")
    else:
        files = [path]
    read = [_read_file(file) for file in files]
    return Imported(
        records=tuple(item for item in read if isinstance(item, RawRecord)),
        bad=tuple(item for item in read if isinstance(item, BadRecord)),
    )


def front_matter_text(fields: dict[str, object], body: str) -> str:
    """Write a file's text; fields keep their order, and None leaves a blank to fill in.

    >>> print(front_matter_text({"tool": "skillclaw", "choice": None, "tried": False}, "It works."))
    ---
    tool: skillclaw
    choice:
    tried: no
    ---
    <BLANKLINE>
    It works.
    <BLANKLINE>
    """
    lines = [f"{name}:{_shown(value)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", body, ""])


def _read_file(path: Path) -> RawRecord | BadRecord:
    try:
        text = file_bytes(path).removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return BadRecord(str(path), 1, "record", path.name, f"UTF-8; byte {error.start + 1} is not")
    parts = _BOUNDARY.split(text, 2)
    if len(parts) < 3 or parts[0].strip():
        return BadRecord(str(path), 1, "record", text[:200].split("\n")[0], _FORM)
    before, matter, body = parts
    matter_line = before.count("\n") + 1
    try:
        fields, lines = _mapping(matter, matter_line)
    except yaml.MarkedYAMLError as error:
        line = matter_line + (error.problem_mark.line if error.problem_mark else 0)
        return BadRecord(str(path), line, "record", path.name, f"front matter in YAML ({error.problem})")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = str(error).split("\n")[0]
        return BadRecord(str(path), matter_line, "record", path.name, f"front matter in YAML ({why})")
    take = _COMMENT.sub("", body).strip()
    if take:
        if fields.get("take") is not None:
            return BadRecord(str(path), lines["take"], "take", fields["take"], "the take only as the text")
        blank = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), body)
        fields["take"] = take
        lines["take"] = matter_line + matter.count("\n")
        lines["take"] += blank[: len(blank) - len(blank.lstrip())].count("\n")
    return RawRecord(file=str(path), line=1, fields=fields, lines=lines)


def _mapping(matter: str, first_line: int) -> tuple[dict[str, object], dict[str, int]]:
    loader = _Loader(matter)
    node = loader.get_single_node()
    if node is None:
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("not of the form key: value")  # noqa: TRY004 - a file's problem
    fields = {str(key): value for key, value in loader.construct_document(node).items()}
    lines = {str(key.value): first_line + key.start_mark.line for key, _ in node.value}
    return fields, lines


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return " yes" if value else " no"
    # YAML quotes a value by its place, so a whole entry is written and its key taken off.
    return str(YAMLHandler().export({"v": value}, width=10_000)).removeprefix("v:")
