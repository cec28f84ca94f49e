"""The wheel, installed away from the checkout with the locked dependencies and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")

pytestmark = pytest.mark.slow


def _run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run as from a new shell: nothing of this checkout is on the path."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))
    }
    ran = subprocess.run(
        command, cwd=cwd, env=inherited | environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(UV, "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def _bytes_below(folder: Path) -> dict[str, bytes]:
    files = [*folder.glob("issue.*"), *folder.glob("outbox/*.eml")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_wheel_holds_every_template_and_the_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    templates = ROOT / "templates/email"
    for path in templates.rglob("*"):
        if path.is_file():
            assert f"digest/_templates/email/{path.relative_to(templates)}" in held
    for path in (ROOT / "src/digest").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert str(path.relative_to(ROOT / "src")) in held
    assert wheel.name.startswith("shiporskip_digest-")


def test_the_installed_wheel_writes_the_sample_that_the_checkout_writes(wheel: Path, tmp_path: Path) -> None:
    venv, here = tmp_path / "venv", tmp_path / "elsewhere"
    here.mkdir()
    _run(UV, "venv", "--quiet", "--python", sys.executable, venv, cwd=here)
    locked = ROOT / "requirements.lock"
    _run(UV, "pip", "install", "--quiet", "--python", venv, "-r", locked, wheel, cwd=here)

    said = _run(venv / "bin/digest", "weekly", "--sample", "--out", "installed", cwd=here)
    source = str(ROOT / "src")
    _run(sys.executable, "-m", "digest", "weekly", "--sample", "--out", "tree", cwd=here, PYTHONPATH=source)

    module = _run(venv / "bin/python", "-c", "import digest; print(digest.__file__)", cwd=here)
    assert Path(module.strip()).is_relative_to(venv)
    assert "SmolVLM2" in said.splitlines()[-1]
    installed, tree = _bytes_below(here / "installed"), _bytes_below(here / "tree")
    assert {"issue.html", "issue.txt", "issue.json"} < installed.keys()
    assert installed == tree
