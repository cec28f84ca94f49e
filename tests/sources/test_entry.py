"""Links of entries, completed."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import example, given
from hypothesis import strategies as st

from digest.sources.entry import web_url

BASE = "https://feeds.example/news/all.xml"
#: Nothing in these has to be escaped.
PARTS = st.lists(
    st.sampled_from(["http:", "https:", "HTTP:", "//", "/", "a.example", "b", "..", ".", "~", "%20", ":80"])
    | st.sampled_from(["?", "#", "@", ";", "c=d"]),
    max_size=7,
)


@given(PARTS.map("".join))
@example("https://a.example/b?")
@example("https://a.example/b#")
def test_a_link_is_completed_as_the_standard_library_does(link):
    completed = urljoin(BASE, link)
    assert web_url(link, BASE) in (completed, None)
    if completed.startswith(("https://a.example/", "https://feeds.example/")):
        assert web_url(link, BASE) == (completed if link else None)
