"""``digest sources``."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from digest.cli.app import app
from tests.sources.bodies import HNRSS, LOBSTERS, rss

if TYPE_CHECKING:
    from tests.conftest import Digest, Web


def parse(*arguments: object):
    return CliRunner().invoke(app, ["sources", "parse", *map(str, arguments)])


def test_parse_prints_a_line_of_json_for_each_file_whatever_is_in_it(tmp_path):
    good, page, none = tmp_path / "a.xml", tmp_path / "page.html", tmp_path / "none"
    good.write_bytes(HNRSS)
    page.write_text("<!doctype html><html><title>Log in</title></html>")

    done = parse("--kind", "feed", good, page, none, "--json")

    assert done.exit_code == 1
    read, refused, missing = map(json.loads, done.stdout.splitlines())
    assert read["file"] == str(good)
    assert [seen["title"] for seen in read["observations"]] == [
        "Show HN: Ferrule – tests for prompts",
        "Why prompts fail",
    ]
    assert read["observations"][0]["published"] == "2026-04-20T08:00:00.000000Z"
    assert (
        read["observations"][1] | {"published": None, "keys": ["hn:4402", "url:essay.example/fail"]}
        == (read["observations"][1])
    )
    assert read["warnings"] == ["1 of 2 items have no readable date"]
    assert (refused["refused"]["reason"], missing["refused"]["reason"]) == ("html", "no-file")


def test_parse_tells_people_what_it_read_and_is_done_with_zero(tmp_path):
    good = tmp_path / "a.xml"
    good.write_bytes(HNRSS)
    done = parse("--kind", "hnrss", good)
    assert done.exit_code == 0
    assert "2026-04-20  Show HN: Ferrule" in done.stdout


def test_parse_names_the_kinds_that_there_are(tmp_path):
    done = parse("--kind", "gopher", tmp_path / "a")
    assert done.exit_code == 1
    assert "product-hunt" in str(done.exception)


ANNOUNCED = rss("<title>Kestrel: watches</title><link>https://kestrel.example/</link><guid>1</guid>")


def test_add_looks_first_and_takes_in_what_it_saw_without_asking_again(digest: Digest, web: Web):
    url = web.says("/feed", ANNOUNCED, etag='"a"')

    looked = digest("sources", "add", "news", url)
    assert (looked.code, looked.err) == (0, "")
    assert looked.out.splitlines()[0] == "1 items: 1 would launch a tool, 0 would be linked to one"
    assert "nothing was added" in looked.out
    assert digest("sources", "list", "--json").json[0]["name"] != "news"
    web.asked.clear()

    added = digest("sources", "add", "news", url, "--kind", "feed", "--yes")
    assert "launches Kestrel" in added.out
    assert added.out.splitlines()[-1].startswith("added; news: 1 items, 1 new, 0 revised, 1 launched")
    assert [tool["name"] for tool in digest("tools", "list", "--json").json] == ["Kestrel"]
    (news,) = [one for one in digest("sources", "list", "--json").json if one["name"] == "news"]
    assert (news["status"], news["failures"], news["blocked_until"]) == ("read", 0, None)
    assert news["due_at"] > news["good_at"]
    digest("ingest", "news")
    assert len(web.asked) == 2
    assert web.asked[1][1]["If-None-Match"] == '"a"'


def test_two_sources_of_one_address_each_read_what_it_gives(digest: Digest, web: Web):
    url = web.says("/feed", ANNOUNCED, etag='"a"')
    digest("sources", "add", "quiet", url, "--no-launches", "--yes")
    added = digest("sources", "add", "loud", url, "--yes")
    assert added.out.splitlines()[-1].startswith("added; loud: 1 items, 1 new, 0 revised, 1 launched")


def test_add_does_not_look_while_the_server_wants_to_be_left_alone(digest: Digest, web: Web):
    limited = web.says("/one", ANNOUNCED, headers={"RateLimit": '"pages";r=0;t=600'})
    digest("sources", "add", "one", limited, "--group", "site", "--yes")
    said = digest("sources", "add", "two", web.says("/two", ANNOUNCED), "--group", "site", "--yes")
    assert (said.code, "site asked to be left alone until" in said.err) == (1, True)
    assert [path for path, _ in web.asked] == ["/one"]


def test_add_finds_the_feed_that_a_page_names(digest: Digest, web: Web):
    web.says("/feed", ANNOUNCED)
    page = '<html><link href="/feed" type="application/rss+xml" rel="alternate"><title>A blog</title></html>'
    added = digest("sources", "add", "news", web.says("/", page), "--yes")
    assert added.out.splitlines()[0] == f"a page; its feed is {web.url}/feed"
    assert [one["url"] for one in digest("sources", "list", "--json").json if one["name"] == "news"] == [
        f"{web.url}/feed"
    ]


def test_what_cannot_be_added_is_refused_with_a_reason(digest: Digest, web: Web):
    good = web.says("/feed", ANNOUNCED)
    assert digest("sources", "add", "news", good, "--yes").code == 0
    for arguments, why in (
        (("news", good, "--yes"), "is called news already"),
        (("News", good), "use lower case"),
        (("b", "gopher://x"), "no address of the web"),
        (("b", good, "--kind", "gopher"), "is no kind of source"),
        (("b", good, "--launch-titles", "("), "no regular expression"),
        (("b", web.says("/page", "<html></html>")), "html"),
        (("b", f"{web.url}/nowhere"), "404"),
    ):
        said = digest("sources", "add", *arguments)
        assert (said.code, why in said.err) == (1, True), (arguments, said)


def test_remove_takes_away_what_was_added_and_points_to_the_file_for_the_rest(digest: Digest, web: Web):
    assert digest("sources", "add", "news", web.says("/feed", ANNOUNCED), "--yes").code == 0
    assert digest("sources", "remove", "news").code == 0
    assert "news" not in {one["name"] for one in digest("sources", "list", "--json").json}
    assert [tool["name"] for tool in digest("tools", "list", "--json").json] == ["Kestrel"]
    assert "stands in digest.toml" in digest("sources", "remove", "hf-blog").err
    assert "no source is called nobody" in digest("sources", "remove", "nobody").err


def test_check_says_of_each_source_whether_it_can_be_read_and_records_nothing(digest: Digest, web: Web):
    digest("sources", "add", "a", web.says("/feed", ANNOUNCED), "--yes")
    digest("sources", "add", "b", web.says("/same", HNRSS, etag='"a"'), "--yes")
    digest("sources", "add", "c", web.says("/rest", HNRSS, headers={"Cache-Control": "max-age=600"}), "--yes")
    digest("sources", "add", "d", web.says("/gone", LOBSTERS), "--kind", "lobsters", "--yes")
    web.says("/gone", "", status=410)
    before = digest("log", "stats", "--json").json
    web.asked.clear()
    said = digest("sources", "check", *"abcd")
    assert said.code == 1
    first, same, rests, gone = said.out.splitlines()
    assert first == "a: 1 items, 0 would launch (1 of 1 items have no readable date)"
    assert same == "b: nothing new since the last poll"
    assert rests.startswith("c: not asked: what it gave is good until")
    assert gone == "d: 410: Gone"
    assert [path for path, _ in web.asked] == ["/feed", "/same", "/gone"]
    assert digest("log", "stats", "--json").json == before


OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>x</title></head><body>
<outline text="Tools"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed"/>
<outline type="rss" text="A B" xmlUrl="https://b.example/feed"/>
<outline type="rss" text="odd" xmlUrl="file:///etc/passwd"/></outline>
</body></opml>"""


def test_the_list_of_another_reader_comes_in_once_and_goes_out_again(digest: Digest, tmp_path):
    file = tmp_path / "list.opml"
    file.write_text(OPML)
    said = digest("sources", "import-opml", file)
    assert said.out.splitlines() == [
        "added a-b: https://a.example/feed",
        "added a-b-2: https://b.example/feed",
        "2 sources added, 0 were there",
    ]
    assert "list.opml:5: xmlUrl is 'file:///etc/passwd'" in said.err
    assert digest("sources", "import-opml", file).out == "0 sources added, 2 were there\n"

    out = tmp_path / "out.opml"
    out.write_text(digest("sources", "export-opml").out)
    again = digest("sources", "import-opml", out, home="other")
    assert again.out.splitlines()[-1] == "2 sources added, 3 were there"


def test_a_list_that_is_none_is_refused_by_its_line(digest: Digest, tmp_path):
    file = tmp_path / "list.opml"
    for text, why in (
        ("<opml>\n<body>", "list.opml:2: no XML"),
        ("<rss/>", "its first element is rss"),
        ('<!DOCTYPE o [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml>&c;</opml>', "not read"),
    ):
        file.write_text(text)
        said = digest("sources", "import-opml", file)
        assert (said.code, why in said.err) == (1, True), said
    assert "cannot be read" in digest("sources", "import-opml", tmp_path / "none").err


def test_a_replay_gives_the_same_in_any_zone_locale_and_order_of_hashes(digest: Digest, web: Web, tmp_path):
    digest("sources", "add", "news", web.says("/feed", HNRSS), "--kind", "hnrss", "--yes")
    web.says("/feed", HNRSS.replace(b"Ferrule", b"Ferrule 2"))
    digest("ingest", "news")
    here = digest("ingest", "--replay", "--json")
    assert here.code == 0
    *bodies, total = map(json.loads, here.out.splitlines())
    assert [len(body["observations"]) for body in bodies] == [2, 2]
    assert (total["recorded"], total["otherwise"], total["gone"]) == (3, 0, 0)

    def elsewhere(**environment: str) -> str:
        command = [
            sys.executable,
            "-m",
            "digest",
            "--home",
            str(tmp_path / "home"),
            "ingest",
            "--replay",
            "--json",
        ]
        given = {**os.environ, **environment}
        return subprocess.run(command, env=given, check=True, capture_output=True, text=True).stdout

    assert elsewhere(TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1") == here.out
    assert elsewhere(TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="77") == here.out


def test_a_replay_counts_the_bodies_of_sources_that_are_no_more(digest: Digest, web: Web):
    digest("sources", "add", "news", web.says("/feed", ANNOUNCED), "--yes")
    digest("sources", "remove", "news")
    said = digest("ingest", "--replay")
    assert said.code == 0
    assert "1 bodies are of sources that are no more" in said.out


def test_a_replay_says_what_does_not_come_out_as_it_was_recorded(digest: Digest, web: Web, monkeypatch):
    digest("sources", "add", "news", web.says("/feed", HNRSS), "--kind", "hnrss", "--yes")
    monkeypatch.setattr("digest.sources.entry.MAX_TITLE", 12)
    said = digest("ingest", "--replay")
    assert said.code == 1
    assert said.out.splitlines()[0] == (
        "2 observations in 1 bodies; 0 of 2 recorded items come out as recorded"
    )


def test_why_names_rule_item_address_and_response_behind_a_tool(digest: Digest, web: Web):
    paper = {"id": "2604.00101", "title": "Stitch: A Needle", "publishedAt": "2026-04-14T17:00:00Z"}
    one = web.says("/one", json.dumps([{"paper": paper | {"githubRepo": "weaver/stitch"}}]))
    two = web.says("/two", rss("<title>Stitch</title><link>https://github.com/weaver/stitch</link>"))
    digest("sources", "add", "papers", one, "--kind", "hf-daily-papers", "--yes")
    digest("sources", "add", "news", two, "--yes")

    said = digest("why", "stitch", "--json").json
    assert [fact["type"] for fact in said] == ["ToolLaunched", "LaunchLinked"]
    launched, linked = said
    assert (launched["rule"], launched["seen"]["source"]) == ("launch-1, jobs-1, categories-1", "papers")
    assert launched["seen"]["asked"] == one
    assert launched["seen"]["body"] == hashlib.sha256(web.answers["/one"].body).hexdigest()
    assert linked["says"] == "another item is the same thing, by gh:weaver/stitch"

    lines = digest("why", "stitch").out.splitlines()
    assert (
        "launched as Stitch, known by arxiv:2604.00101, gh:weaver/stitch (launch-1, jobs-1, categories-1)"
        in lines[0]
    )
    assert any(line.strip() == "from news: Stitch" for line in lines)
    assert "no tool is called nobody" in digest("why", "nobody").err


def test_an_item_that_is_not_about_a_tool_is_taken_away_for_good_and_starts_its_own(digest: Digest, web: Web):
    loom = rss(
        "<title>Loom</title><link>https://loom.example/</link><guid>1</guid>"
        "<description>See &lt;a href='https://github.com/weaver/loom'&gt;it&lt;/a&gt;</description>"
    )
    other = rss(
        "<title>Loom 7</title><link>https://seven.example/loom</link><guid>x</guid>"
        "<comments>https://github.com/weaver/loom</comments>"
    )
    digest("sources", "add", "first", web.says("/first", loom), "--yes")
    digest("sources", "add", "second", web.says("/second", other), "--yes")
    assert [tool["slug"] for tool in digest("tools", "list", "--json").json] == ["loom"]

    for item, why in (("1", "launched loom"), ("nothing", "is linked to loom")):
        said = digest("tools", "unlink", "loom", "first", item, "--reason", "another one")
        assert (said.code, why in said.err) == (1, True), said
    done = digest("tools", "unlink", "loom", "second", "x", "--reason", "another loom")
    assert done.out == "x is not about loom\n"
    again = digest("tools", "unlink", "loom", "second", "x", "--reason", "another loom")
    assert again.out == "nothing changed: that was said before\n"
    last = digest("why", "loom", "--json").json[-1]
    assert last["says"] == "x of second is not about it, nor are url:seven.example/loom"

    web.says("/second", other.replace(b"Loom 7", b"Loom Seven"))
    digest("ingest", "second")
    assert {tool["slug"] for tool in digest("tools", "list", "--json").json} == {"loom", "loom-seven"}
    assert digest("rebuild", "--check").code == 0
