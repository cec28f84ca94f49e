"""``digest sources``."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from digest.cli.app import app
from tests.sources.bodies import HNRSS


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
