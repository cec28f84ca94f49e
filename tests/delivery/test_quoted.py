from __future__ import annotations

import quopri
import re

from hypothesis import example, given
from hypothesis import strategies as st

from digest.delivery.quoted import LINE_OCTETS, encode

bodies = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \t=.\r\né")))


@given(bodies)
@example("x" * 74 + " ")
@example("x" * 74 + "é" * 40)
@example("\t" * 200 + "\n" + " " * 200)
def test_every_text_comes_back_with_crlf_line_ends(text: str) -> None:
    expected = re.sub("\r\n|\r|\n", "\r\n", text)
    assert quopri.decodestring(encode(text)).decode() == expected


@given(bodies)
@example("x" * 75 + " ")
@example("é" * 100)
def test_no_line_is_longer_than_76_octets_with_its_soft_break(text: str) -> None:
    lines = encode(text).split(b"\r\n")
    assert max(len(line) for line in lines) <= LINE_OCTETS + 1
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    assert not any(re.search(rb"=(?![0-9A-F]{2}|$)", line) for line in lines)
    assert not any(re.search(rb"[^\t -~]", line) for line in lines)
