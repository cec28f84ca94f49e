"""MJML -> HTML. The only door to the compiler, which has no say in anything but layout."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import mjml

from digest.email.lint import check
from digest.email.markup import environment, fill
from digest.email.source_map import Mapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2

    from digest.email.templates import TemplateFolders


def compile_mjml(source: Mapped) -> str:
    """HTML of checked MJML. Raises :class:`digest.errors.TemplateError`.

    Without ``fonts={}`` the compiler would have every reader's mail client fetch a font from Google.
    """
    with refusals(source):
        html: str = mjml.mjml2html(source.text, disable_comments=True, fonts={})
    return html


def html_of(jinja: jinja2.Environment, folders: TemplateFolders, name: str, values: dict[str, object]) -> str:
    """HTML of a template, filled and checked. Raises :class:`digest.errors.TemplateError`."""
    source = Mapped(
        text=fill(jinja, folders, name, values),
        marked=lambda: fill(environment(folders, marks=True), folders, name, values),
    )
    check(source)
    return compile_mjml(source)


@contextmanager
def refusals(source: Mapped) -> Iterator[None]:
    """Whatever the compiler raises over ``source`` becomes a :class:`digest.errors.TemplateError`."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise source.error(error.start, "a lone surrogate cannot be encoded; take it out") from None
    except ValueError as error:
        at = re.search(r"position (\d+):", str(error))
        offset = source.character(int(at[1])) if at else None
        raise source.error(offset, f"the MJML compiler refused it: {error}") from None
    except BaseException as error:
        # A panic of the compiler (pyo3's PanicException, a class that cannot be imported) is no
        # Exception; everything else of that rank must pass.
        if type(error).__name__ != "PanicException":
            raise
        raise source.error(None, f"the MJML compiler broke down: {error}") from error
