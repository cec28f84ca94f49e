"""Job tags by the table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.intake import jobs
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


def tags_word_by_word(text):
    """The rule without its shortcuts: every run of one to three parts is compared with every word."""
    parts, found = re.findall(r"\w+", text.lower()), []
    for place in range(len(parts)):
        for end in range(place + 1, min(place + 3, len(parts)) + 1):
            said = "-".join(parts[place:end])
            exact = [tag for tag, words in jobs._WORDS.items() if said in words.split()]
            begun = [
                tag
                for tag, words in jobs._WORDS.items()
                for word in words.split()
                if word.endswith("*") and said.startswith(word[:-1])
            ]
            found += exact or begun
    return tuple(dict.fromkeys(found))[:MAX_TAGS]


PARTS = sorted({part for words in jobs._WORDS.values() for part in re.findall(r"\w+", words)})


@given(st.lists(st.sampled_from([*PARTS, "s", "model", "é"]), max_size=8), st.sampled_from([" ", "-", ""]))
def test_tags_are_those_that_comparing_every_word_with_the_whole_table_gives(parts, between):
    text = between.join(parts)[:600]
    assert job_tags_of(text) == tags_word_by_word(text)
