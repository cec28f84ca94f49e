"""Values that hold for every mail, placed when a template is compiled.

Most values that the HTML of a mail prints are colours and sizes of the theme. As constants they become
part of the text around them: nothing is looked up or escaped when a mail is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class FoldingEnvironment(jinja2.Environment):
    """Jinja in which ``{{ name.attribute }}`` of a constant is text; the constants are globals besides.

    A template that gives one of their names to something else is refused: in the files it includes, the
    name would mean the one or the other. Each import is ``with context``: one without is kept from mail to
    mail, and what it imports in its turn is not asked for again, though its file may have changed.
    """

    constants: Mapping[str, object]

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: Any = False,
        defer_init: bool = False,
    ) -> Any:
        """Jinja's way from a template's text to Python."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        for bound, line in _bound(tree):
            if bound in self.constants:
                why = f"{bound} is the theme's; take another name"
                raise jinja2.TemplateSyntaxError(why, line, name, filename)
        for whole in tree.find_all(nodes.Import):
            whole.with_context = True
        for some in tree.find_all(nodes.FromImport):
            some.with_context = True
        _fold(tree, self.constants)
        return super().compile(tree, name, filename, raw, defer_init)


def _bound(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Each name that a template gives to something, and the line."""
    for name in tree.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name, name.lineno
    for macro in tree.find_all(nodes.Macro):
        yield macro.name, macro.lineno
    for whole in tree.find_all(nodes.Import):
        yield whole.target, whole.lineno
    for some in tree.find_all(nodes.FromImport):
        for one in some.names:
            yield one[1] if isinstance(one, tuple) else one, some.lineno


def _fold(node: nodes.Node, constants: Mapping[str, object]) -> nodes.Node:
    """The same node, with constants for what is known below it."""
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, field, _folded(value, constants, printed=False))
        elif isinstance(value, list):
            printed = isinstance(node, nodes.Output)
            value[:] = [
                _folded(item, constants, printed=printed) if isinstance(item, nodes.Node) else item
                for item in value
            ]
    return node


def _folded(node: nodes.Node, constants: Mapping[str, object], *, printed: bool) -> nodes.Node:
    value = _value(node, constants)
    # What stands alone is printed, so that only its text matters; inside an expression it has to be a
    # value that Jinja can write down in Python.
    if value is not None and (printed or isinstance(value, str | int)):
        return nodes.Const(value, lineno=node.lineno)
    return _fold(node, constants)


def _value(node: nodes.Node, constants: Mapping[str, object]) -> object:
    """What the constants have there, or nothing: then Jinja says what is missing, and where."""
    if isinstance(node, nodes.Name):
        return constants.get(node.name)
    if not isinstance(node, nodes.Getattr):
        return None
    of = _value(node.node, constants)
    return of.get(node.attr) if isinstance(of, dict) else getattr(of, node.attr, None)
