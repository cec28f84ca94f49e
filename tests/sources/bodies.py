"""One small body of each kind of source, written for the tests."""

from __future__ import annotations

import json

_ATOM = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'


def rss(*items: str, attributes: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    head = f'<?xml version="1.0"?><rss version="2.0" {attributes}>'
    return f"{head}<channel><title>A</title>{inside}</channel></rss>".encode()


HNRSS = rss(
    "<title><![CDATA[Show HN: Ferrule – tests for prompts]]></title><description><![CDATA["
    '<p>Article URL: <a href="https://ferrule.example/">https://ferrule.example/</a></p>'
    "<p>Points: 57</p><p># Comments: 12</p>]]></description>"
    "<pubDate>Mon, 20 Apr 2026 08:00:00 +0000</pubDate>"
    "<link>https://ferrule.example/</link><comments>https://news.ycombinator.com/item?id=4401</comments>"
    '<guid isPermaLink="false">https://news.ycombinator.com/item?id=4401</guid>',
    "<title>Why prompts fail</title><link>https://essay.example/fail</link>"
    '<guid isPermaLink="false">https://news.ycombinator.com/item?id=4402</guid>',
)
LOBSTERS = rss(
    "<title>Spindle 1.0</title><link>https://github.com/weaver/spindle</link>"
    '<guid isPermaLink="false">https://lobste.rs/s/ab12cd</guid><author>w@users.lobste.rs (w)</author>'
    "<pubDate>Mon, 20 Apr 2026 03:00:00 -0500</pubDate><comments>https://lobste.rs/s/ab12cd/spindle_1_0</comments>",
    "<title>Thoughts on agents</title><link>https://essay.example/agents</link>"
    '<guid isPermaLink="false">https://lobste.rs/s/ef34gh</guid>',
)
PRODUCT_HUNT = (
    f"{_ATOM}><title>P</title><entry><id>tag:www.producthunt.com,2005:Post/90</id>"
    "<published>2026-04-20T00:01:00-07:00</published><title>Tally: the counter</title>"
    '<link rel="alternate" href="https://www.producthunt.com/products/tally-7"/><content type="html">'
    "&lt;p&gt; Counts what you say &lt;/p&gt;&lt;p&gt;&lt;a href='https://www.producthunt.com/products/tally-7'&gt;"
    "Discussion&lt;/a&gt; | &lt;a href='https://www.producthunt.com/r/p/90'&gt;Link&lt;/a&gt;&lt;/p&gt;"
    "</content></entry></feed>"
).encode()
GITHUB = (
    f"{_ATOM}><title>Release notes from loom</title>"
    + "".join(
        f"<entry><id>tag:github.com,2008:Repository/31/{tag}</id><updated>2026-04-{day}T10:00:00Z</updated>"
        f'<title>{tag}</title><link rel="alternate" href="https://github.com/Weaver/Loom/releases/tag/{tag}"/>'
        "<content type='html'>&lt;p&gt;It weaves.&lt;/p&gt;</content></entry>"
        for tag, day in (("v2.0.0", 20), ("v1.9.3", 18), ("v2.0.0-rc1", 15))
    )
    + "</feed>"
).encode()
HF_BLOG = rss(
    "<title>Introducing Pocket Whale</title><pubDate>Thu, 16 Apr 2026 00:00:00 GMT</pubDate>"
    "<link>https://huggingface.co/blog/pocket-whale</link>"
    '<guid isPermaLink="false">https://huggingface.co/blog/pocket-whale</guid>',
    "<title>How we write our docs</title><link>https://huggingface.co/blog/docs</link>"
    '<guid isPermaLink="false">https://huggingface.co/blog/docs</guid>',
)
ARXIV_RSS = rss(
    *(
        f"<title>{title}</title><link>https://arxiv.org/abs/2604.{number}</link><description>arXiv:2604.{number}v{rev}"
        f" Announce Type: {kind} Abstract: We stitch.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:2604.{number}v{rev}</guid>'
        f"<pubDate>Mon, 20 Apr 2026 00:00:00 -0400</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type>"
        for title, number, rev, kind in (
            ("Stitch: A Needle", "00101", 1, "new"),
            ("Patch: A Cloth", "00102", 3, "replace"),
        )
    ),
    attributes='xmlns:arxiv="http://arxiv.org/schemas/atom"',
)


def arxiv_page(*entries: str, total: int = 1, start: int = 0) -> bytes:
    return (
        f'{_ATOM} xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>ArXiv Query</title>'
        f"<opensearch:totalResults>{total}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{''.join(entries)}</feed>"
    ).encode()


ARXIV_API = arxiv_page(
    "<entry><id>http://arxiv.org/abs/2604.00101v2</id><published>2026-04-14T17:00:00Z</published>"
    "<updated>2026-04-19T17:00:00Z</updated><title>Stitch: A Needle</title><summary>We stitch.</summary>"
    "<link href='http://arxiv.org/abs/2604.00101v2' rel='alternate' type='text/html'/></entry>"
)
ALGOLIA = json.dumps(
    {
        "hits": [
            {
                "objectID": "4401",
                "title": "Show HN: Ferrule – tests for prompts",
                "url": None,
                "points": 57,
                "num_comments": 12,
                "story_text": "<p>It tests <i>prompts</i>.",
                "created_at": "2026-04-20T08:00:00Z",
                "created_at_i": 1776672000,
            },
            {
                "objectID": "4402",
                "title": "Why prompts fail",
                "url": "https://essay.example/fail",
                "points": 3,
            },
        ],
        "nbHits": 1001,
    }
).encode()
HF_PAPER = json.dumps(
    {
        "id": "2604.00101",
        "title": "Stitch: A Needle",
        "summary": "We stitch.",
        "publishedAt": "2026-04-14T17:00:00.000Z",
        "submittedOnDailyAt": "2026-04-15T00:00:00.000Z",
        "githubRepo": "weaver/stitch",
        "linkedModels": [{"id": "weaver/stitch-2b"}],
        "upvotes": 9,
    }
).encode()
HF_PAPERS = b"[" + json.dumps({"paper": json.loads(HF_PAPER)}).encode() + b"]"

#: One body for each kind that there is.
BODIES = {
    "hf-daily-papers": HF_PAPERS,
    "hf-paper": HF_PAPER,
    "hf-blog": HF_BLOG,
    "hn-algolia": ALGOLIA,
    "hnrss": HNRSS,
    "product-hunt": PRODUCT_HUNT,
    "github-releases": GITHUB,
    "arxiv-api": ARXIV_API,
    "arxiv-rss": ARXIV_RSS,
    "lobsters": LOBSTERS,
    "feed": rss("<title>Loom: weaves</title><link>https://loom.example/</link>"),
}
