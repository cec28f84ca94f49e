from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from digest.intake.groups import Groups
from digest.intake.proposals import Named, OnShelf, Proposal, propose

NOW = datetime(2026, 4, 13, 6, tzinfo=UTC)
ALONE = Groups({})
A = OnShelf(
    tool_id="a", slug="kestrel", name="Kestrel", homepage="https://kestrel.example/", launched_at=NOW,
    keys=frozenset({"gh:lab/kestrel"}),
)  # fmt: skip
B = msgspec.structs.replace(
    A, tool_id="b", slug="kestrel-2", homepage="https://news.example/1", keys=frozenset({"pypi:kestrel"})
)
BY_ITEM = Named(source="papers", native_id="7", key="pypi:kestrel", tools=("a", "b"))
OTHER = msgspec.structs.replace(B, name="Falcon", slug="falcon")


def of(
    *tools: OnShelf, named: tuple[Named, ...] = (), groups: Groups = ALONE, **apart: object
) -> list[Proposal]:
    held = {("a", "b"): apart["evidence"]} if apart else {}
    return list(propose(tools, groups, named, held))  # type: ignore[arg-type]


def test_one_name_alone_is_a_weak_sign() -> None:
    assert of(A, B) == [Proposal(tools=("kestrel", "kestrel-2"), strength="weak", evidence=("name:kestrel",))]
    assert of(A, OTHER) == []


def test_one_name_and_one_site_within_a_month_are_a_probable_sign() -> None:
    near = msgspec.structs.replace(B, homepage="https://www.kestrel.example/docs/x")
    (found,) = of(A, near)
    assert (found.strength, found.evidence) == ("probable", ("host:kestrel.example", "name:kestrel"))
    (late,) = of(A, msgspec.structs.replace(near, launched_at=NOW + timedelta(days=31)))
    assert late.strength == "weak"


def test_one_owner_counts_like_one_site() -> None:
    (found,) = of(A, msgspec.structs.replace(B, keys=frozenset({"hf:model:lab/kestrel-7b"})))
    assert (found.strength, found.evidence) == ("probable", ("name:kestrel", "owner:lab"))


def test_an_item_that_names_both_is_a_strong_sign_whatever_they_are_called() -> None:
    (found,) = of(A, OTHER, named=(BY_ITEM,))
    assert (found.strength, found.evidence) == ("strong", ("item:papers/7 pypi:kestrel",))


def test_two_repositories_of_one_name_are_not_proposed() -> None:
    assert of(A, msgspec.structs.replace(B, keys=frozenset({"gh:else/kestrel"}))) == []


def test_a_name_that_many_tools_have_says_nothing() -> None:
    many = [
        msgspec.structs.replace(
            B, tool_id=f"t{at}", slug=f"kestrel-{at}", keys=frozenset({f"url:e.org/{at}"})
        )
        for at in range(6)
    ]
    assert of(*many) == []
    assert len(of(*many[:5])) == 10


def test_what_was_merged_is_not_proposed() -> None:
    assert of(A, named=(BY_ITEM,), groups=Groups({"b": "a"})) == []


def test_a_rejected_pair_comes_back_only_when_more_speaks_for_it() -> None:
    assert of(A, B, evidence=frozenset({"name:kestrel"})) == []
    assert len(of(A, B, named=(BY_ITEM,), evidence=frozenset({"name:kestrel"}))) == 1


def test_a_pair_that_was_split_does_not_come_back() -> None:
    assert of(A, B, named=(BY_ITEM,), evidence=None) == []
