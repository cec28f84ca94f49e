"""Jinja, with the rules that make any data safe to place.

Every value is escaped, whatever the template's name, except in the text part; an unknown variable
is an error; and the filter that would switch escaping off does not exist.
"""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

import jinja2

from digest.email.folding import FoldingEnvironment
from digest.email.source_map import LineMarks
from digest.email.theme import load_theme
from digest.email.words import said
from digest.email.wrapping import held, wrap
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket

    from digest.email.templates import TemplateFolders
    from digest.email.theme import Theme

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

    _code: ClassVar[dict[tuple[str, bool], tuple[str, Theme, CodeType | None]]] = {}

    def __init__(self, theme: Theme, *, marks: bool) -> None:
        self._theme, self._marks = theme, marks

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._code.get((bucket.key, self._marks))
        if kept is not None and kept[:2] == (bucket.checksum, self._theme):
            bucket.code = kept[2]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, self._marks] = bucket.checksum, self._theme, bucket.code


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
        self.environments: dict[tuple[tuple[Path, ...], bool], tuple[Theme, jinja2.Environment]] = {}


_kept = _Kept()


def environment(folders: TemplateFolders, *, marks: bool = False) -> jinja2.Environment:
    """A Jinja environment over ``folders``; a template whose file has changed is compiled anew.

    The theme's values are part of it under the names of :meth:`digest.email.theme.Theme.values`. It serves
    one render at a time, the latest that asked for it in this thread. With ``marks`` the MJML says which
    line wrote what (:mod:`digest.email.source_map`).

    Raises:
        TemplateError: the theme is missing or broken.
    """
    key, theme = (folders.folders, marks), load_theme(folders)
    made_for, jinja = _kept.environments.get(key, (None, None))
    if jinja is None or made_for != theme:
        if len(_kept.environments) >= _kept.LIMIT:
            _kept.environments.clear()
        jinja = _new_environment(theme, marks=marks)
        _kept.environments[key] = theme, jinja
    if isinstance(jinja.loader, _Loader):
        jinja.loader.folders = folders
    return jinja


def _new_environment(theme: Theme, *, marks: bool) -> jinja2.Environment:
    jinja = FoldingEnvironment(
        loader=_Loader(),
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),
        undefined=jinja2.StrictUndefined,
        extensions=[LineMarks] if marks else [],
        bytecode_cache=_Compiled(theme, marks=marks),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.constants = theme.values()
    jinja.globals.update(jinja.constants)
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
        walked = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
        places = [(file, line) for file, line in walked if file in files]
        file, line = places[-1] if places else (str(folders.paths.get(name, name)), None)
        if places and isinstance(error, RecursionError):
            # Where it broke is chance; the line that goes round is the one that comes most often.
            [((file, line), _)] = Counter(places).most_common(1)
        raise TemplateError(file, line, None, f"{error} ({type(error).__name__})") from error
