"""A package from npm's registry, installed once; a test is skipped where it cannot be had."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

#: The oldest node that runs the packages.
_NODE = 20


def with_package(kept: Path, package: str) -> Callable[[str, object], Any]:
    """What runs a script with a value: an ES module that may import the package, which is below ``kept``.

    It reads the value as JSON from its standard input, and what it prints is JSON that is returned.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node or npm is not installed here; Debian's package npm has both")
    asked = [node, "-p", "process.versions.node.split('.')[0]"]
    if int(subprocess.run(asked, capture_output=True, check=True).stdout) < _NODE:
        pytest.skip(f"{package} needs node {_NODE}")
    folder = _installed(npm, package, kept)

    def run(script: str, given: object) -> Any:
        # A module that is no file imports from where node is started.
        said = subprocess.run(
            [node, "--input-type=module", "--eval", script],
            cwd=folder,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(said.stdout)

    return run


def _installed(npm: str, package: str, kept: Path) -> Path:
    folder = kept / package
    if folder.is_dir():
        return folder
    # Several workers may come here at once: each installs one, and none sees a half of another's.
    with tempfile.TemporaryDirectory(dir=kept) as made:
        own = Path(made) / "own"
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(own), package]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            pytest.skip(f"npm cannot install {package}, which it has to do once")
        with suppress(OSError):
            own.rename(folder)
    return folder
