"""Jinja, with the rules that make any data safe to place.

Every value is escaped, whatever the template's name, except in the text part; an unknown variable
is an error; and the filter that would switch escaping off does not exist.
"""

from __future__ import annotations

import threading
import traceback
from typing import TYPE_CHECKING, ClassVar

import jinja2

from digest.email.source_map import LineMarks
from digest.email.words import said
from digest.email.wrapping import held, wrap
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket

    from digest.email.templates import TemplateFolders

#: Errors of an expression in a template.
_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, for folders that share files with others; kept for the life of the process."""

    _code: ClassVar[dict[tuple[str, bool], tuple[str, CodeType | None]]] = {}

    def __init__(self, *, marks: bool) -> None:
        self._marks = marks

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._code.get((bucket.key, self._marks), ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, self._marks] = bucket.checksum, bucket.code


class _Loader(jinja2.BaseLoader):
    """Jinja's way to ask the folders of the render that goes on."""

    folders: TemplateFolders

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 (Jinja's interface)
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Text, file name for tracebacks, and whether both still hold."""
        if not self.folders.has(template):
            # Jinja's own error, so that it is told with the line that asked for the file.
            raise jinja2.TemplateNotFound(template, f"{template}: {self.folders.missing()}")
        text, path = self.folders.text(template), self.folders.paths[template]

        def still_holds() -> bool:
            folders = self.folders
            return (
                folders.has(template) and folders.text(template) == text and folders.paths[template] == path
            )

        return text, str(path), still_holds


class _Kept(threading.local):
    """A thread's environments: a template that was filled before runs twice as fast as a new one."""

    LIMIT = 8

    def __init__(self) -> None:
        self.environments: dict[tuple[tuple[Path, ...], bool], jinja2.Environment] = {}


_kept = _Kept()


def environment(folders: TemplateFolders, *, marks: bool = False) -> jinja2.Environment:
    """A Jinja environment over ``folders``; a template whose file has changed is compiled anew.

    It serves one render at a time, the latest that asked for it in this thread. With ``marks`` the MJML
    says which line wrote what (:mod:`digest.email.source_map`).
    """
    key = (folders.folders, marks)
    if key not in _kept.environments:
        if len(_kept.environments) >= _kept.LIMIT:
            _kept.environments.clear()
        _kept.environments[key] = _new_environment(marks=marks)
    jinja = _kept.environments[key]
    if isinstance(jinja.loader, _Loader):
        jinja.loader.folders = folders
    return jinja


def _new_environment(*, marks: bool) -> jinja2.Environment:
    jinja = jinja2.Environment(
        loader=_Loader(),
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),  # noqa: S701 (only the text part)
        undefined=jinja2.StrictUndefined,
        extensions=[LineMarks] if marks else [],
        bytecode_cache=_Compiled(marks=marks),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del jinja.filters["safe"]
    jinja.filters["wrap"] = wrap
    jinja.filters["held"] = held
    jinja.filters["said"] = said
    return jinja


def fill(jinja: jinja2.Environment, folders: TemplateFolders, name: str, values: dict[str, object]) -> str:
    """The template's output. Raises :class:`TemplateError` with the file and line at fault."""
    try:
        return jinja.get_template(name).render(values)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.filename or name, error.lineno, None, error.message or "syntax") from None
    except _FAULTS as error:
        files = {str(path) for path in folders.paths.values()}
        file, line = str(folders.paths.get(name, name)), None
        for frame, at in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in files:
                file, line = frame.f_code.co_filename, at
        raise TemplateError(file, line, None, f"{error} ({type(error).__name__})") from error
