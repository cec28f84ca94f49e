"""Links as people write them, labelled by the thing they lead to: which are one, and which are not.

A block is one thing. All pairs within a block are to be one, all pairs across blocks two.
"""

from __future__ import annotations

from itertools import combinations

from digest.intake.identity import keys_of

LABELLED = """
https://github.com/weaver/loom
http://www.github.com/Weaver/Loom/
https://github.com/weaver/loom/tree/main/docs
https://github.com/weaver/loom.git
git@github.com:weaver/loom.git
https://github.com/weaver/loom/releases/tag/v2.0.0
https://github.com/weaver/loom/blob/main/README.md#usage
https://github.com/weaver/loom?tab=readme-ov-file

https://github.com/weaver/loom-js
https://github.com/weaver/loom-js/wiki

https://github.com/spinner/loom
git+https://github.com/spinner/loom

https://arxiv.org/abs/2604.08377
https://arxiv.org/abs/2604.08377v3
https://arxiv.org/pdf/2604.08377.pdf
http://arxiv.org/pdf/2604.08377v1
https://www.arxiv.org/html/2604.08377v2
https://export.arxiv.org/abs/2604.08377
oai:arXiv.org:2604.08377v1
https://huggingface.co/papers/2604.08377
https://doi.org/10.48550/arXiv.2604.08377

https://arxiv.org/abs/2604.08378
https://arxiv.org/pdf/2604.08378v1.pdf

https://arxiv.org/abs/cs/0112017
https://arxiv.org/pdf/cs/0112017v1

https://pypi.org/project/loom/
https://pypi.org/project/Loom/2.0.0/
https://pypi.org/project/loom/#history
https://pypi.python.org/pypi/loom

https://pypi.org/project/loom-client/

https://www.npmjs.com/package/loom
https://www.npmjs.com/package/loom/v/2.0.0
https://npmjs.com/package/loom?activeTab=readme

https://www.npmjs.com/package/@weaver/loom
https://www.npmjs.com/package/@weaver/loom/v/1.0.0

https://huggingface.co/weaver/loom-7b
https://huggingface.co/weaver/loom-7b/tree/main
https://huggingface.co/Weaver/Loom-7B?library=transformers
https://hf.co/weaver/loom-7b

https://huggingface.co/weaver/loom-7b-instruct

https://huggingface.co/datasets/weaver/threads
https://huggingface.co/datasets/weaver/threads/viewer

https://huggingface.co/spaces/weaver/loom-7b
https://huggingface.co/spaces/weaver/loom-7b/discussions

https://huggingface.co/blog/loom
https://huggingface.co/blog/loom?utm_source=rss

https://huggingface.co/blog/loom-2

https://www.producthunt.com/products/loom-agent
https://www.producthunt.com/products/loom-agent?utm_campaign=x
https://www.producthunt.com/products/loom-agent/reviews

https://news.ycombinator.com/item?id=4401
http://news.ycombinator.com/item?id=4401&p=2
https://news.ycombinator.com/item?id=4401#4402

https://news.ycombinator.com/item?id=4402

https://doi.org/10.1145/3795866
http://dx.doi.org/10.1145/3795866
https://doi.org/10.1145/3795866?ref=feed

https://doi.org/10.1145/3795867

https://loom.example/start
http://www.loom.example/start/
https://loom.example:443/start?utm_source=news&utm_medium=mail
https://loom.example/start/index.html
https://loom.example/start?ref=hn#top

https://loom.example/begin
https://loom.example/begin?fbclid=1

https://loom.example/start?plan=team
https://loom.example/start/?plan=team&gclid=3

https://shuttle.example/a?x=1&y=2
https://shuttle.example/a?y=2&x=1

https://shuttle.example/a?x=1&y=3

https://docs.shuttle.example/guide/install
http://docs.shuttle.example/guide//install

https://sub.shuttle.example/guide/install
"""
#: Shared by many things, or of people: no key at all.
NOBODYS = """
https://github.com/weaver
https://github.com/topics/agents
https://huggingface.co/weaver
https://huggingface.co/models
https://x.com/weaver/status/1
https://t.co/abc
https://loom.example/
https://loom.example/blog/
https://docs.loom.example/en/latest/
https://arxiv.org/list/cs.AI/recent
https://news.ycombinator.com/
https://pypi.org/
"""

THINGS = [block.split() for block in LABELLED.strip().split("\n\n")]


def test_there_are_enough_pairs_to_say_something() -> None:
    same = sum(len(list(combinations(thing, 2))) for thing in THINGS)
    assert same >= 100
    assert len(THINGS) * (len(THINGS) - 1) // 2 >= 200


def test_links_to_one_thing_share_a_key() -> None:
    missed = [
        pair
        for thing in THINGS
        for pair in combinations(thing, 2)
        if not set(keys_of(pair[0])) & set(keys_of(pair[1]))
    ]
    assert missed == []


def test_links_to_two_things_share_none() -> None:
    merged = [
        (one, other)
        for first, second in combinations(THINGS, 2)
        for one in first
        for other in second
        if set(keys_of(one)) & set(keys_of(other))
    ]
    assert merged == []


def test_what_many_things_share_names_none() -> None:
    assert {url: keys_of(url) for url in NOBODYS.split() if keys_of(url)} == {}
