"""Where templates are found, and which bytes a mail was made from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2.loaders import split_template_path

from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence


def packaged_templates() -> Path:
    """The folder of the templates that come with the package: in a wheel, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    in_wheel = package / "_templates" / "email"
    return in_wheel if in_wheel.is_dir() else package.parents[1] / "templates" / "email"


class TemplateFolders:
    """Template files by their name inside a folder; the first folder that has the file gives it.

    Each file is read once. ``paths`` and ``digest`` tell of the files read so far.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._read: dict[str, bytes] = {}
        self._texts: dict[str, str] = {}
        self.paths: dict[str, Path] = {}

    def has(self, name: str) -> bool:
        """Whether one of the folders has the file."""
        return name in self._read or self._open(name)

    def text(self, name: str) -> str:
        """The file's text. Raises :class:`TemplateError` where no folder has it or it is not UTF-8."""
        known = self._texts.get(name)
        if known is not None:
            return known
        if not self.has(name):
            raise TemplateError(name, None, None, self.missing())
        body = self._read[name]
        try:
            return self._texts.setdefault(name, body.decode())
        except UnicodeDecodeError as error:
            line = body.count(b"\n", 0, error.start) + 1
            raise TemplateError(str(self.paths[name]), line, None, "is not UTF-8; save it as UTF-8") from None

    def missing(self) -> str:
        """What to say of a file that no folder has."""
        return f"no such template in {', '.join(str(folder) for folder in self.folders)}"

    def digest(self) -> str:
        """SHA-256, hex, over the names and bytes of the files read, in the order of their names."""
        total = hashlib.sha256()
        for name, body in sorted(self._read.items()):
            for piece in (name.encode(), body):
                total.update(len(piece).to_bytes(8, "big") + piece)
        return total.hexdigest()

    def _open(self, name: str) -> bool:
        parts = split_template_path(name)
        for folder in self.folders:
            path = folder.joinpath(*parts)
            try:
                self._read[name] = path.read_bytes()
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                continue
            self.paths[name] = path
            return True
        return False
