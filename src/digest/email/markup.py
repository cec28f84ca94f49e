"""Jinja, with the rules that make any data safe to place.

Every value is escaped, whatever the template's name, except in the text part; an unknown variable
is an error; and the filter that would switch escaping off does not exist.
"""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, ClassVar

import jinja2

from digest.email.source_map import LineMarks
from digest.email.wrapping import held, wrap
from digest.errors import TemplateError

if TYPE_CHECKING:
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
    """Compiled templates, kept for the life of the process; Jinja checks the source's hash itself."""

    _code: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


def environment(folders: TemplateFolders) -> jinja2.Environment:
    """A Jinja environment over ``folders`` that reads every file anew."""
    jinja = jinja2.Environment(
        loader=folders,
        autoescape=lambda name: name is None or not name.endswith(".txt.j2"),  # noqa: S701 (only the text part)
        undefined=jinja2.StrictUndefined,
        extensions=[LineMarks],
        bytecode_cache=_Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    del jinja.filters["safe"]
    jinja.filters["wrap"] = wrap
    jinja.filters["held"] = held
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
