"""The layers as pyproject.toml states them, checked on the code as it is and on code that breaks them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}", "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_layer_imports_only_from_below() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_an_import_that_breaks_a_rule_is_named_with_its_line(copy: Path) -> None:
    planted = {
        "verdict/panel.py": "import os",
        "sources/json_body.py": "import feedparser",
        "email/render.py": "import digest.delivery.outbox",
        "pipeline/weekly.py": "import prefect",
        "unheard_of.py": "",
    }
    for name, line in planted.items():
        path = copy / "src/digest" / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{line}\n", encoding="utf-8")

    result = _lint(copy)

    assert result.returncode == 1
    for broken in (
        "digest.verdict.panel -> os",
        "digest.sources.json_body -> feedparser",
        "digest.email.render -> digest.delivery.outbox",
        "digest.pipeline.weekly -> prefect",
        "unheard_of",
    ):
        assert broken in result.stdout
