"""Job tags by the table."""

from __future__ import annotations

import pytest

from digest.intake.jobs import MAX_TAGS, job_tags_of


@pytest.mark.parametrize(
    ("said", "tags"),
    [
        ("Multi Agent skills for your codebase", ("agents", "skill-library", "code-generation")),
        (
            "A fine-tuned VLM, quantized to run offline",
            ("fine-tuning", "vision-language", "inference", "on-device"),
        ),
        ("RAG over PDFs", ("retrieval", "documents")),
        ("Transcribe calls; text to speech", ("speech",)),
        ("Storage, ragtime and agentless deeds", ()),
        ("", ()),
    ],
)
def test_a_thing_is_tagged_by_the_words_that_it_is_told_in(said, tags):
    assert job_tags_of(said, None) == tags


def test_words_far_into_a_text_and_tags_beyond_the_fifth_do_not_count():
    assert job_tags_of("x" * 600, "agents") == ()
    everything = "agents coding RAG fine-tuning inference benchmarks video"
    assert len(job_tags_of(everything)) == MAX_TAGS
