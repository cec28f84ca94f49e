"""The sample's mail shows every section an issue can have, with room to spare."""

from pathlib import Path

import pytest

from digest.email.budget import HTML_BYTES, WORDS
from digest.email.render import Rendered, render
from digest.pipeline.freeze import load_frozen
from digest.pipeline.weekly import weekly
from digest.sample.run import open_sample, prepare


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The sample's issue, frozen by a whole run and rendered once more."""
    folder: Path = tmp_path_factory.mktemp("sample")
    newsletter = open_sample(folder)
    week = prepare(newsletter)
    weekly(newsletter, week, auto_approve=True, on_step=lambda *_: None, on_progress=lambda *_: None)
    issue = load_frozen(newsletter, week).issue
    newsletter.engine.dispose()
    return render(issue, newsletter.templates)


def test_nothing_of_the_sample_gives_way(rendered: Rendered) -> None:
    assert rendered.gave_way == ()


def test_a_word_more_in_the_sample_does_not_cost_it_a_section(rendered: Rendered) -> None:
    assert rendered.words <= WORDS - 25
    assert rendered.html_bytes <= HTML_BYTES - 7_000
