"""A peer from npm's registry, in a folder that goes again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def with_peer(folder: Path, package: str, script: Path) -> list[str]:
    """Install the package below the folder, and return the command of the script beside it.

    Raises:
        SystemExit: node or npm is missing, or it cannot be installed.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit(f"the benchmark measures against {package}: install node and npm (Debian: npm)")
    place = folder / "peer"
    place.mkdir()
    said = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(place), package],
        check=False,
    )
    if said.returncode:
        raise SystemExit(f"npm cannot install {package}; it needs npm's registry once")
    return [node, shutil.copy(str(script), str(place))]
