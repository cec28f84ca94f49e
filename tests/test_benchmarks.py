"""The ruler itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.claim import at_most, report
from benchmarks.measure import cost, python

ROOT = Path(__file__).parents[1]

MEASURED = """
import json
from benchmarks.measure import cost, python
idle = cost(python("-c", "pass")())
busy = cost(python("-c", "x = bytearray(100_000_000); sum(range(4_000_000))")())
print(json.dumps([idle, busy]))
"""


def test_a_process_is_charged_for_the_memory_and_the_time_it_uses() -> None:
    # From a small process: what its parent holds counts as a child's peak too, and pytest holds much.
    ran = subprocess.run([sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, check=True)
    (idle_s, idle_bytes), (busy_s, busy_bytes) = json.loads(ran.stdout)
    assert idle_bytes < 50_000_000
    assert 100_000_000 < busy_bytes < 150_000_000
    assert 0 < idle_s < busy_s


def test_a_command_that_fails_measures_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="exit code 3"):
        cost(python("-c", "import sys; sys.exit(3)")())


@pytest.mark.parametrize(("ours", "holds", "code"), [(1.0, True, 0), (1.01, False, 1)])
def test_the_exit_code_says_whether_every_claim_holds(
    ours: float, holds: bool, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = at_most("seconds", ours, target=1.0, peer=0.5)
    assert claim.holds is holds
    with pytest.raises(SystemExit) as end:
        report([at_most("others", 0.1, target=1.0, peer=0.5), claim])
    assert end.value.code == code
    assert ("DOES NOT HOLD" in capsys.readouterr().out) is not holds
