from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.intake.identity import (
    in_order,
    item_key,
    keys_of,
    repository_key,
    slugify,
    strong_keys,
    tool_id,
)

SAME = [
    ("https://arxiv.org/abs/2604.08377", "http://arxiv.org/pdf/2604.08377v2.pdf"),
    ("https://arxiv.org/abs/2604.08377v1", "https://huggingface.co/papers/2604.08377"),
    ("https://export.arxiv.org/abs/2604.08377", "https://www.alphaxiv.org/abs/2604.08377v3"),
    ("https://arxiv.org/html/2604.08377v1", "https://doi.org/10.48550/arXiv.2604.08377"),
    ("https://arxiv.org/abs/cs/0112017", "https://arxiv.org/pdf/cs/0112017v1"),
    ("oai:arXiv.org:2609.13795v1", "https://arxiv.org/abs/2609.13795"),
    ("https://doi.org/10.1145/3795866.3844758", "http://dx.doi.org/10.1145/3795866.3844758"),
    ("https://github.com/AMAP-ML/SkillClaw", "https://github.com/amap-ml/skillclaw.git"),
    ("https://github.com/o/r", "git@github.com:O/R.git"),
    ("https://github.com/o/r", "git+https://github.com/o/r.git"),
    ("https://github.com/o/r/", "https://github.com/o/r/releases/tag/v0.95.1"),
    ("https://github.com/o/r#readme", "https://github.com/o/r/blob/main/README.md"),
    ("https://github.com/o/r", "https://raw.githubusercontent.com/o/r/main/x.py"),
    ("https://github.com/o/r", "https://api.github.com/repos/o/r"),
    ("https://github.com/o/r?tab=readme-ov-file", "https://www.github.com/o/r/tree/dev"),
    ("https://huggingface.co/O/Model-2B", "https://hf.co/o/model-2b/tree/main"),
    ("https://huggingface.co/spaces/o/demo", "https://hf.co/spaces/O/Demo?logs=build"),
    ("https://huggingface.co/datasets/o/d", "https://huggingface.co/datasets/o/d/viewer/default"),
    ("https://huggingface.co/blog/smolvlm2", "https://hf.co/blog/smolvlm2?utm_source=x"),
    ("https://pypi.org/project/Foo_Bar/", "https://pypi.org/project/foo-bar/1.2.0/"),
    ("https://pypi.python.org/pypi/foo.bar", "https://pypi.org/project/foo-bar"),
    ("https://www.npmjs.com/package/@scope/name", "https://npmjs.com/package/@scope/name/v/2.0.0"),
    (
        "https://www.producthunt.com/products/juggler",
        "https://www.producthunt.com/posts/juggler?utm_campaign=f",
    ),
    ("https://news.ycombinator.com/item?id=39672188", "http://news.ycombinator.com/item?id=39672188&p=2"),
    ("https://www.example.org/tool/?utm_source=x&b=2&a=1", "http://example.org:80/tool?a=1&b=2#top"),
    ("https://example.org/tool/index.html", "https://example.org//tool/"),
    ("https://example.org/caf%C3%A9", "https://example.org/café"),
]

DIFFERENT = [
    ("https://arxiv.org/abs/2604.08377", "https://arxiv.org/abs/2604.08378"),
    ("https://github.com/o/smolvlm", "https://github.com/o/smolvlm2"),
    ("https://github.com/a/r", "https://github.com/b/r"),
    ("https://github.com/o/r", "https://github.com/o/r/issues/5"),
    ("https://huggingface.co/o/n", "https://huggingface.co/datasets/o/n"),
    ("https://huggingface.co/spaces/o/n", "https://huggingface.co/o/n"),
    ("https://pypi.org/project/foo", "https://www.npmjs.com/package/foo"),
    ("https://www.npmjs.com/package/@a/x", "https://www.npmjs.com/package/@b/x"),
    ("https://news.ycombinator.com/item?id=1", "https://news.ycombinator.com/item?id=2"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    ("https://example.org/Tool", "https://example.org/tool"),
]

WEAK = [
    "https://github.com/huggingface",
    "https://github.com/trending/python",
    "https://github.com/someone/awesome-agents",
    "https://huggingface.co/HuggingFaceTB",
    "https://huggingface.co/",
    "https://arxiv.org/list/cs.AI/recent",
    "https://example.org",
    "https://www.example.org/?utm_source=feed",
    "https://tool.readthedocs.io/en/latest/",
    "https://example.org/docs/",
    "https://t.co/abc",
    "https://www.producthunt.com/r/p/1247901?app_id=339",
    "https://x.com/someone/status/1",
    "mailto:a@example.org",
    "javascript:alert(1)",
    "https://[broken",
    "https://example.org:port/x",
    "not a url",
    "",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_links_to_one_thing_share_their_key(one: str, other: str) -> None:
    assert keys_of(one) == keys_of(other) != ()


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_links_to_two_things_share_no_key(one: str, other: str) -> None:
    assert not set(keys_of(one)) & set(keys_of(other))


@pytest.mark.parametrize("url", WEAK)
def test_a_link_that_many_things_share_is_no_key(url: str) -> None:
    assert keys_of(url) == ()


def test_a_repository_is_named_by_its_url_or_by_owner_and_name() -> None:
    assert repository_key("https://github.com/AMAP-ML/SkillClaw") == "gh:amap-ml/skillclaw"
    assert repository_key("AMAP-ML/SkillClaw") == "gh:amap-ml/skillclaw"
    assert repository_key("https://github.com/huggingface") is None
    assert repository_key("https://gitlab.com/o/r") is None


urls = st.sampled_from([url for pair in SAME + DIFFERENT for url in pair] + WEAK)


@given(st.lists(urls).flatmap(lambda chosen: st.tuples(st.just(chosen), st.permutations(chosen))))
def test_the_keys_of_a_thing_do_not_depend_on_the_order_of_its_links(
    pair: tuple[list[str], list[str]],
) -> None:
    given_order, another = pair
    assert strong_keys(given_order) == strong_keys(another) == in_order(strong_keys(given_order))


path_text = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@given(path_text, st.lists(st.tuples(path_text, path_text), max_size=3))
def test_the_key_of_a_page_read_again_as_a_link_is_the_same_key(
    path: str, query: list[tuple[str, str]]
) -> None:
    url = "https://example.org/" + path + "?" + "&".join(f"{name}={value}" for name, value in query)
    for key in keys_of(url):
        assert keys_of("https://" + key.removeprefix("url:")) == (key,)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert isinstance(keys_of(text), tuple)
    assert isinstance(keys_of("https://github.com/" + text), tuple)


def test_a_tool_id_is_a_uuid_made_of_its_key_alone() -> None:
    assert uuid.UUID(tool_id("gh:o/r")).version == 5
    assert tool_id("gh:o/r") != tool_id("gh:o/r2")
    assert item_key("blog", "1") != item_key("blog", "2")


def test_a_slug_is_short_ascii_and_never_empty() -> None:
    assert slugify("SkillClaw") == "skillclaw"
    assert slugify("Ship & Skip!  2") == "ship-skip-2"
    assert len(slugify("x" * 10_000)) == 60
    assert slugify("工具").startswith("tool-")
    assert slugify("工具") != slugify("工程")


@given(st.text(alphabet=st.characters()))
def test_a_slug_made_a_slug_again_stays_the_same(name: str) -> None:
    assert slugify(slugify(name)) == slugify(name)
