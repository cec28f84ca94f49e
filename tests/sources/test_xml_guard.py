"""What is said of a body before it is parsed: compared with a walk over it, one mark at a time."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.sources import xml_guard

BODY = st.lists(
    st.sampled_from(
        [
            *(b"<p>", b"</p>", b"<a/>", b"<b =", b"=", b">", b"/>", b"<br>", b"<BR >", b"</br>", b"<x:y>"),
            *(b"<![CDATA[", b"]]>", b"]", b"]]", b"<!--", b"-->", b"-", b"--", b"x", b"<", b"<?x?>", b"<q "),
        ]
    ),
    max_size=16,
).map(b"".join)


def tags(body):
    """Name, end or not, self-closed or not, and attributes of each tag outside of sections and comments."""
    place = 0
    while (place := body.find(b"<", place)) >= 0:
        for begins, ends in ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->")):
            if body.startswith(begins, place):
                closed = body.find(ends, place + len(begins))
                place = len(body) if closed < 0 else closed + len(ends)
                break
        else:
            if tag := re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>").match(body, place):
                yield tag[2].lower(), bool(tag[1]), tag[3].endswith(b"/"), tag[3].count(b"=")
            place += 1


@given(BODY)
@example(b"<![CDATA[<a><b><c>")
@example(b"<!--<a><b><c>")
@example(b"<a><b></b/><c>")
@example(b"<![CDATA[]] ><a>]]><b><c>")
def test_depth_and_attributes_are_those_that_a_walk_over_the_tags_finds(body):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_guard, "MAX_DEPTH", 2)
        patch.setattr(xml_guard, "MAX_ATTRIBUTES", 1)
        found = xml_guard.hostility(body)
    depth, expected = 0, None
    for name, is_end, closed, attributes in tags(body):
        if attributes > 1:
            expected = "attributes"
        elif is_end and not closed:
            depth = max(depth - 1, 0)
        elif not closed and name not in xml_guard._VOID:
            depth += 1
            expected = "deep" if depth > 2 else None
        if expected:
            break
    assert (found is None) == (expected is None)
    assert expected is None or expected in str(found)
