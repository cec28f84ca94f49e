"""How long a group is left alone between two requests."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.sources.groups import Rests

LONGEST_S = 3.0
steps = st.tuples(st.sampled_from("abc"), st.integers(0, 40).map(lambda tenths: tenths / 8))


@given(st.lists(steps, max_size=40), st.sampled_from([0.0, 1.0, LONGEST_S]))
def test_a_group_has_the_rest_that_a_memory_of_everything_gives_it(
    steps: list[tuple[str, float]], gap_s: float
) -> None:
    rests, ended_s, now_s = Rests(LONGEST_S), dict[str, float](), 100.0
    for group, after_s in steps:
        now_s += after_s
        left_s = ended_s[group] + gap_s - now_s if group in ended_s else 0.0
        assert rests.left_s(group, gap_s, now_s) == max(0.0, left_s)
        rests.end(group, now_s)
        ended_s[group] = now_s


def test_a_group_that_has_had_the_longest_rest_is_forgotten() -> None:
    rests = Rests(LONGEST_S)
    rests.end("now", 99.0)
    rests.end("early", 100.0)
    rests.end("late", 102.0)
    rests.end("now", 104.0)
    assert rests.left_s("early", 60.0, 104.0) == 0.0
    assert rests.left_s("late", 60.0, 104.0) == 58.0
