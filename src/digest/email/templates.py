"""Where templates are found, and which bytes a mail was made from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.loaders import split_template_path

from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def packaged_templates() -> Path:
    """The folder of the templates that come with the package: in a wheel, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    in_wheel = package / "_templates" / "email"
    return in_wheel if in_wheel.is_dir() else package.parents[1] / "templates" / "email"


class TemplateFolders(jinja2.BaseLoader):
    """Template files by their name inside a folder; the first folder that has the file gives it.

    ``paths`` and ``digest`` tell of the files read so far.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[str, bytes] = {}
        self.paths: dict[str, Path] = {}

    def text(self, name: str) -> str:
        """The file's text. Raises :class:`TemplateError` where no folder has it or it is not UTF-8."""
        path = self._find(name)
        if path is None:
            raise TemplateError(name, None, None, self._missing())
        self.paths[name] = path
        self._read[name] = body = path.read_bytes()
        try:
            return body.decode()
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            raise TemplateError(str(path), line, None, "is not UTF-8; save it as UTF-8") from None

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 (Jinja's interface)
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Jinja's way to ask: text, file name for tracebacks, and whether the text still holds."""
        if self._find(template) is None:
            # Jinja's own error, so that it is told with the line that asked for the file.
            raise jinja2.TemplateNotFound(template, f"{template}: {self._missing()}")
        text = self.text(template)
        return text, str(self.paths[template]), None

    def digest(self) -> str:
        """SHA-256, hex, over the names and bytes of the files read, in the order of their names."""
        total = hashlib.sha256()
        for name, body in sorted(self._read.items()):
            for piece in (name.encode(), body):
                total.update(len(piece).to_bytes(8, "big") + piece)
        return total.hexdigest()

    def _find(self, name: str) -> Path | None:
        paths = (folder.joinpath(*split_template_path(name)) for folder in self._folders)
        return next((path for path in paths if path.is_file()), None)

    def _missing(self) -> str:
        return f"no such template in {', '.join(str(folder) for folder in self._folders)}"
