"""Finding a text in the raw bodies it came in, however they wrap, cut and escape it."""

from __future__ import annotations

import html
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.registry import SOURCES
from digest.sources.traces import holds, traces

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.sources.source import Source

TEXT = 'Kestrel reads "every" log & keeps <nothing>: naïve, fast and free of charge, says its maker.'

# Words as people write them, with marks that formats write their own way.
WORD = st.text(alphabet="abcdefgäöñЖ漢", min_size=1, max_size=8)
SENTENCE = st.lists(WORD, min_size=4, max_size=40).map(" ".join)


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        json.dumps({"summary": TEXT}).encode(),
        json.dumps([{"paper": {"summary": html.escape(TEXT)}}], ensure_ascii=False).encode(),
        html.escape(TEXT).encode(),
        html.escape(html.escape(TEXT)).encode(),
        f"<description><![CDATA[<p>{html.escape(TEXT)}</p>]]></description>".encode(),
        TEXT.replace("<nothing>", "&lt;nothing&gt;").replace("fast", "f<b>as</b>t").encode(),
        TEXT.replace(" ", "\n  ").encode(),
        TEXT.upper().encode(),
        f'<?xml version="1.0" encoding="iso-8859-1"?><d>{html.escape(TEXT)}</d>'.encode("latin-1"),
        TEXT.encode("utf-16"),
    ],
)
def test_a_text_is_found_in_whatever_it_was_written(body: bytes) -> None:
    assert traces(b"before " + body if body[:1] not in b'[{<"\xff' else body, [TEXT])
    assert not traces(body, ["Heron reads no log at all"])


def test_a_text_between_lines_of_others_or_cut_off_is_found_by_a_run_of_its_words() -> None:
    words = [f"word{number}" for number in range(40)]
    text = " ".join(words)
    assert traces(" ".join([*words[:12], "Points: 3", *words[12:]]).encode(), [text])
    assert traces(" ".join(words[:13]).encode(), [text])
    assert traces(text.encode(), [text[:100] + "…"])
    assert not traces(" ".join(words[:11]).encode(), [text])


def test_a_short_text_is_found_as_words_and_not_within_them() -> None:
    assert traces(b"<p>by Ada, today</p>", ["Ada"])
    assert not traces(b"<p>adaptive</p>", ["Ada"])


def test_a_text_without_words_is_found_as_it_stands() -> None:
    assert traces("so: 👍👎".encode(), ["👍👎"])
    assert not traces("so: 👍".encode(), ["👍👎"])


@given(SENTENCE, SENTENCE, SENTENCE)
def test_whatever_stands_around_it_a_text_is_held_by_what_contains_it(
    before: str, text: str, after: str
) -> None:
    assert holds(f"{before} {text} {after}", text)
    assert traces(json.dumps({"a": before, "b": f"<p>{text}</p>", "c": after}).encode(), [text])
    assert traces(f"<a>{before}</a><b>{html.escape(text)}</b><c>{after}</c>".encode(), [text])


def test_what_a_feed_said_is_found_in_its_body(blog: Source, rss: Callable[..., bytes]) -> None:
    long = " ".join(f"Sentence {number} of a long description that goes on." for number in range(200))
    for text in (TEXT, f"<p>One.</p><p>{html.escape(TEXT)}</p>", long, f"<ul><li>{long}</ul>"):
        body = rss(f"<title>T</title><guid>1</guid><description>{html.escape(text)}</description>")
        (seen,) = SOURCES["feed"].parse(body, blog).observations
        assert seen.summary
        assert traces(body, [seen.summary])


def test_what_a_list_of_papers_said_is_found_in_its_body(
    papers: Source, paper: Callable[..., Any], body: Callable[..., bytes]
) -> None:
    given = body(paper(summary=f"{TEXT}\nAnd\u2028more — “of it”."), paper(id="2604.09999", summary=None))
    summaries = [seen.summary for seen in SOURCES["hf-daily-papers"].parse(given, papers).observations]
    assert all(summaries)
    assert all(traces(given, [summary]) for summary in summaries if summary)


@pytest.mark.parametrize("body", [b"<a" * 300_000, b"<![CDATA[" * 100_000, b"[" * 200_000, b"&" * 500_000])
def test_a_hostile_body_is_searched_in_time(body: bytes) -> None:
    began = time.process_time()
    assert not traces(body, [TEXT])
    assert time.process_time() - began < 10
