from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import FeedRefused
from digest.intake.observations import Observation
from digest.settings import load
from digest.sources.feed import parse
from digest.sources.registry import SOURCES
from digest.sources.source import Source

Rss = Callable[..., bytes]

ATOM = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Hunt</title>
<entry><id>tag:www.producthunt.com,2005:Post/77</id><published>2026-09-11T11:43:38-07:00</published>
<updated>2026-09-12T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://www.producthunt.com/products/inkwell"/><title>Inkwell</title>
<content type="html">  &lt;p&gt;
   Notes that &lt;b&gt;write&lt;/b&gt; back
  &lt;/p&gt; &lt;p&gt;&lt;a href="https://www.producthunt.com/products/inkwell?utm_medium=rss"&gt;Discussion&lt;/a&gt;
   | &lt;a href="https://www.producthunt.com/r/p/77?app_id=1"&gt;Link&lt;/a&gt;&lt;/p&gt;</content></entry></feed>"""

RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://e.org/"><title>E</title></channel>
<item rdf:about="https://e.org/a"><title>Loom: weaves</title><link>https://e.org/a</link>
<dc:date>2026-04-01T10:00:00+02:00</dc:date></item></rdf:RDF>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "items": [
        {
            "id": 7,
            "url": "/posts/7",
            "external_url": "https://github.com/o/lathe",
            "title": "Lathe – turns text",
            "content_text": "First.\n\nSecond & last.",
            "date_published": "2026-04-01T10:00:00Z",
        },
        None,
        {"id": "8", "title": None},
    ],
}


def only(raw: bytes, source: Source) -> Observation:
    (seen,) = parse(raw, source).observations
    return seen


def test_an_atom_entry_is_read_with_its_own_id_date_and_first_paragraph(blog: Source) -> None:
    seen = only(ATOM, blog)
    assert seen.native_id == "tag:www.producthunt.com,2005:Post/77"
    assert seen.published_at == datetime(2026, 9, 11, 18, 43, 38, tzinfo=UTC)
    assert (seen.name, seen.tagline) == ("Inkwell", "Notes that write back")
    assert seen.summary == "Notes that write back"
    assert seen.keys == ("ph:inkwell",)


def test_an_rdf_item_is_read(blog: Source) -> None:
    seen = only(RDF, blog)
    assert (seen.name, seen.tagline, seen.keys) == ("Loom", "weaves", ("url:e.org/a",))
    assert seen.published_at == datetime(2026, 4, 1, 8, tzinfo=UTC)


def test_a_json_feed_is_read_and_an_item_without_a_title_starts_no_tool(blog: Source) -> None:
    parsed = parse(json.dumps(JSON_FEED).encode(), blog)
    seen, untitled = parsed.observations
    assert (untitled.native_id, untitled.title, untitled.launches) == ("8", "8", False)
    assert (seen.native_id, seen.name, seen.tagline) == ("7", "Lathe", "turns text")
    assert seen.url == "https://blog.example.org/posts/7"
    assert seen.summary == "First. Second & last."
    assert seen.keys == ("gh:o/lathe", "url:blog.example.org/posts/7")
    assert "1 of 2 items have no title" in parsed.warnings
    assert "1 of 3 items left out: they are no objects" in parsed.warnings


def test_an_rss_item_without_a_description_is_read(rss: Rss, blog: Source) -> None:
    seen = only(
        rss(
            "<title>SmolThing2: Video for Every Device</title>"
            "<pubDate>Thu, 20 Feb 2025 00:00:00 GMT</pubDate>"
            "<link>https://huggingface.co/blog/smolthing2</link>"
            '<guid isPermaLink="false">https://huggingface.co/blog/smolthing2</guid>'
        ),
        blog,
    )
    assert (seen.name, seen.tagline, seen.summary) == ("SmolThing2", "Video for Every Device", None)
    assert seen.keys == ("hfblog:smolthing2",)


def test_an_item_is_named_by_guid_then_link_then_title_and_day(rss: Rss, blog: Source) -> None:
    parsed = parse(
        rss(
            "<title>A</title><guid>g1</guid><link>https://e.org/a</link>",
            "<title>B</title><link>https://e.org/b</link>",
            "<title>C</title><pubDate>1 Apr 2026 10:00 GMT</pubDate>",
        ),
        blog,
    )
    names = [seen.native_id for seen in parsed.observations]
    assert names[:2] == ["g1", "https://e.org/b"]
    assert names[2].startswith("title:")
    assert parsed.observations[2].keys == (f"item:blog/{names[2]}",)


def test_a_guid_that_two_items_share_names_neither(rss: Rss, blog: Source) -> None:
    items = [f"<title>{n}</title><guid>same</guid><link>https://e.org/{n}</link>" for n in "ab"]
    forward = {seen.native_id for seen in parse(rss(*items), blog).observations}
    backward = {seen.native_id for seen in parse(rss(*reversed(items)), blog).observations}
    assert forward == backward == {"https://e.org/a", "https://e.org/b"}


def test_an_item_that_stands_there_twice_word_for_word_starts_one_tool(rss: Rss, blog: Source) -> None:
    parsed = parse(rss("<title>A</title>", "<title>A</title>"), blog)
    first, second = parsed.observations
    assert (first.launches, second.launches) == (True, False)
    assert second.native_id == f"{first.native_id}#2"
    assert any("twice" in warning for warning in parsed.warnings)


def test_a_missing_or_garbled_date_is_none_and_said(rss: Rss, blog: Source) -> None:
    parsed = parse(rss("<title>A</title>", "<title>B</title><pubDate>yesterday</pubDate>"), blog)
    assert [seen.published_at for seen in parsed.observations] == [None, None]
    assert "2 of 2 items have no readable date" in parsed.warnings


def test_a_link_in_the_text_counts_only_if_it_bears_the_name_and_is_alone(rss: Rss, blog: Source) -> None:
    def keys(*repositories: str) -> tuple[str, ...]:
        text = "".join(f'&lt;a href="https://github.com/{name}"&gt;x&lt;/a&gt;' for name in repositories)
        return only(
            rss(f"<title>Ink Well: x</title><guid>1</guid><description>{text}</description>"), blog
        ).keys

    assert keys("lab/ink-well") == ("gh:lab/ink-well",)
    assert keys("pytorch/pytorch") == ("item:blog/1",)
    assert keys("lab/ink-well", "other/thing") == ("item:blog/1",)


def test_texts_lose_markup_entities_controls_and_scripts(rss: Rss, blog: Source) -> None:
    seen = only(
        rss(
            "<title>Tom &amp;amp;amp; Jerry</title><guid>1</guid><description>"
            "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;a\n b&lt;br/&gt;c&lt;/p&gt;&lt;![x</description>"
        ),
        blog,
    )
    assert seen.name == "Tom & Jerry"
    assert seen.summary is not None
    assert seen.summary.startswith("a b c")
    assert "alert" not in seen.summary


def test_only_titles_that_match_count_as_launches(rss: Rss, tmp_path: Path) -> None:
    blog = next(source for source in load(tmp_path).source_list if source.name == "hf-blog")
    titles = {
        "SmolVLM2: Bringing Video Understanding to Every Device": True,
        "Introducing the Thing": True,
        "Welcome Gemma 9": True,
        "How we made training on many machines at once cheaper: lessons": False,
        "Build an Embedding Model in a Day": False,
    }
    parsed = SOURCES[blog.kind].parse(rss(*(f"<title>{title}</title>" for title in titles)), blog)
    assert {seen.title: seen.launches for seen in parsed.observations} == titles


def test_a_title_of_ten_thousand_characters_is_cut(rss: Rss, blog: Source) -> None:
    seen = only(rss(f"<title>{'x' * 10_000}</title><guid>{'g' * 10_000}</guid>"), blog)
    assert len(seen.title) == 300
    assert len(seen.name) == 120
    assert seen.native_id.startswith("sha256:")


def test_a_feed_that_is_not_well_formed_is_read_with_a_warning(rss: Rss, blog: Source) -> None:
    parsed = parse(rss("<title>A & B</title><guid>1</guid>"), blog)
    assert parsed.observations[0].title == "A & B"
    assert any("well-formed" in warning for warning in parsed.warnings)


def test_bytes_in_the_declared_encoding_are_read(rss: Rss, blog: Source) -> None:
    for encoding in ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "gb18030"):
        assert only(rss("<title>Café</title><guid>1</guid>", encoding=encoding), blog).name == "Café"
    assert only(rss("<title>Café</title><guid>1</guid>", declared="ascii"), blog).name == "Café"


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]>'
        '<rss version="2.0"><channel><item><title>&e9;</title></item></channel></rss>'
    ).encode()


XXE = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    b"<title>&x;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xff\xfe", "empty"),
        (b"<!DOCTYPE html><html><title>Down for maintenance</title></html>", "html"),
        (b'<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"></html>', "html"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "encoding"),
        (b"just words", "not-a-feed"),
        (b"<opml version='2.0'><body/></opml>", "not-a-feed"),
        (b"{}", "not-a-feed"),
        (b"[]", "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "truncated"),
        (ATOM[:300], "truncated"),
        (ATOM[:-3], "truncated"),
        (bomb(), "hostile"),
        (XXE, "hostile"),
        (b"<rss version='2.0'><channel>" + b"<b>" * 100_000, "hostile"),
        (b"<rss " + b"".join(b"a%d='' " % n for n in range(50_000)) + b"/>", "hostile"),
        (b"<" * 100_000, "not-a-feed"),
        (
            b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 2_001 + b"</channel></rss>",
            "too-many-items",
        ),
        ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0">café</rss>'.encode("latin-1"), "encoding"),
        ('<?xml version="1.0"?><rss version="2.0">工具</rss>'.encode("gb2312"), "encoding"),
        (b'<?xml version="1.0" encoding="punycode"?><rss version="2.0"/>', "encoding"),
        (b"<rss version='2.0'><channel><item><title>&#1114112;</title></item></channel></rss>", "unreadable"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_by_name(raw: bytes, reason: str, blog: Source) -> None:
    with pytest.raises(FeedRefused) as refusal:
        parse(raw, blog)
    assert (refusal.value.source, refusal.value.reason) == ("blog", reason)
    assert refusal.value.detail


def test_a_surrogate_reference_harms_nobody(rss: Rss, blog: Source) -> None:
    with pytest.raises(FeedRefused, match="unreadable"):
        parse(rss("<title>A&#xD800;</title>"), blog)


def test_a_name_of_a_file_is_never_opened(blog: Source) -> None:
    with pytest.raises(FeedRefused, match="not-a-feed"):
        parse(b"/etc/passwd", blog)


def test_html_that_leaves_its_elements_open_is_not_taken_for_hostile(rss: Rss, blog: Source) -> None:
    item = f"<title>A</title><guid>1</guid><description><![CDATA[{'<p><li>' * 400}]]></description>"
    assert only(rss(item), blog).title == "A"


@pytest.mark.parametrize("raw", [ATOM, RDF, json.dumps(JSON_FEED).encode()])
def test_the_same_bytes_give_the_same_observations(raw: bytes, blog: Source) -> None:
    assert msgspec.json.encode(parse(raw, blog)) == msgspec.json.encode(parse(raw, blog))


SEEDS = (
    ATOM,
    RDF,
    json.dumps(JSON_FEED).encode(),
    b"<rss version='2.0'><channel><item><pubDate>Tue, 15 Sep 2026 00:00:00 -0400</pubDate></item></rss>",
)
SNIPPETS = (
    b"<",
    b">",
    b"&",
    b"&#1114112;",
    b"&#xD800;",
    b"\0",
    b"\xff",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x [",
    b"<!--",
    b"<entry>",
    b"</feed>",
    b'"',
    b"{",
    b"null",
    b"\\ud800",
    b"<title/>",
    b"<link href='http://[x'/>",
    b"9" * 400,
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(raw)))
        until = draw(st.integers(at, min(len(raw), at + 20)))
        raw[at:until] = draw(st.sampled_from(SNIPPETS) | st.binary(max_size=4))
    return bytes(raw)


@given(mutated() | st.binary(max_size=200))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_a_feed_is_read_or_refused(blog: Source, raw: bytes) -> None:
    outcome = read_or_refuse(raw, blog)
    assert outcome == "read" or outcome in REASONS


def read_or_refuse(raw: bytes, source: Source) -> str:
    try:
        msgspec.json.encode(parse(raw, source))
    except FeedRefused as refusal:
        return refusal.reason
    return "read"


REASONS = {"empty", "html", "not-a-feed", "truncated", "encoding", "hostile", "unreadable"}
