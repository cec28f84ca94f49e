"""Commands that a text tells a reader to run, as they have to be typed in this place."""

from __future__ import annotations

import re
import shlex
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

#: In a URL; whoever reads a hint in a log must not learn it.
_PASSWORD = re.compile(r"(//[^/@:]*):[^/]*@")
_TYPED: ContextVar[tuple[str, ...]] = ContextVar("typed", default=())


def remember_options(context: typer.Context) -> None:
    """Keep the options that were typed before the command and say which newsletter is meant."""
    typed = [
        (flag, _PASSWORD.sub(r"\1:***@", str(context.params[name])))
        for flag, name in (("--home", "home_folder"), ("--db", "database_url"))
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    ]
    _TYPED.set(tuple(word for option in typed for word in option))


def runnable(text: str) -> str:
    """The text with those options in every command it names, so that it can be pasted."""
    typed = _TYPED.get()
    if not typed:
        return text
    from digest.cli.app import command

    # init takes its folder as an argument.
    names = "|".join(name for name in command().commands if name != "init")
    return re.sub(rf"\bdigest (?=(?:{names})\b)", lambda _: f"digest {shlex.join(typed)} ", text)
