"""The API over real HTTP: what is public, what a token may write, and how a program is refused."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from digest import db
from digest.log.store import head
from digest.log.streams import stream_events
from digest.pipeline.access_tokens import add_token, revoke_token
from digest.pipeline.facts import tool_ids_by_slug
from digest.pipeline.redact import redact
from digest.web.api import reading
from digest.web.app import create_app
from digest.web.guard.rates import Limits, Rate
from digest.web.site import Site
from tests.pipeline.test_redact import hash_of
from tests.web.conftest import WEEK, every_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from digest.issue.model import ToolSide
    from digest.pipeline.newsletter import Newsletter
    from tests.conftest import Digest, World

VOTE = {"tool": "alpha", "voter": "r-1", "choice": "ship", "at": "2026-04-22T10:00:00Z"}
REVIEW = {
    "tool": "alpha",
    "persona": "futurist",
    "choice": "ship",
    "score": 81,
    "take": "It will be everywhere.",
    "at": "2026-04-22",
}


@pytest.fixture
def url(mailed: Newsletter, serving: Callable[[Newsletter], AbstractContextManager[str]]) -> Iterator[str]:
    with serving(mailed) as url:
        yield f"{url}/api/v1"


@pytest.fixture
def token(mailed: Newsletter) -> str:
    return add_token(mailed, "app", ["votes", "reviews"])


def get(url: str, **query: str | int) -> Any:
    answer = requests.get(url, params=query, timeout=10)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def post(url: str, token: str | None, key: str | None, body: object) -> requests.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return requests.post(
        url, json=body, headers=headers | ({} if key is None else {"Idempotency-Key": key}), timeout=10
    )


def refused(answer: requests.Response, status: int) -> dict[str, Any]:
    """The problem that a refusal states."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    return problem


def now(newsletter: Newsletter) -> dict[str, Any]:
    with db.reading(newsletter.engine) as connection:
        stands = head(connection)
    return {"position": stands.position, "head": stands.hash}


def test_health_tells_where_the_log_stands(mailed: Newsletter, url: str) -> None:
    assert get(f"{url}/health") == {"ok": True, "as_of": now(mailed)}


def test_a_sent_issue_is_listed_and_told_as_the_command_prints_it(
    mailed: Newsletter, url: str, digest: Digest
) -> None:
    listed = get(f"{url}/comparisons")
    assert listed["as_of"] == now(mailed)
    assert [(one["week"], one["tools"]) for one in listed["comparisons"]] == [(WEEK, ["alpha", "beta"])]
    assert listed["next"] is None

    told = get(f"{url}/comparisons/{WEEK}")["comparison"]
    assert told["url"] == f"https://shiporskip.example/issues/{WEEK}"
    assert told["comparison"] == digest("compare", "alpha", "beta", "--json").json
    assert told["changed"] == []


def test_lists_are_read_page_by_page_to_their_end(mailed: Newsletter, url: str, world: World) -> None:
    world.take_in(mailed, *(world.tool(f"tool-{number}") for number in range(5)))
    seen, place = [], f"{url}/tools?limit=3"
    while place:
        page = get(place)
        assert len(page["tools"]) <= 3
        seen += [one["slug"] for one in page["tools"]]
        place = (page["next"] or "").replace("https://shiporskip.example/api/v1", url)
    assert seen == ["alpha", "beta", *(f"tool-{number}" for number in range(5))]
    assert get(f"{url}/comparisons", before=WEEK)["comparisons"] == []


def test_a_tool_has_its_takes_with_bylines_and_its_issues(url: str) -> None:
    found = get(f"{url}/tools/alpha")["tool"]
    assert [(take["reviewer"], take["choice"]) for take in found["takes"]] == [
        ("Builder", "ship"),
        ("Skeptic", "skip"),
        ("Founder", "ship"),
    ]
    assert found["comparisons"] == [WEEK]
    assert found["panel"]["cell"] == "Ship · 2 ship / 1 skip"


def test_a_verdict_is_that_of_now_or_of_an_earlier_position(
    mailed: Newsletter, url: str, world: World, digest: Digest
) -> None:
    before = now(mailed)
    world.take_in(mailed, world.take("alpha", "skeptic", "ship", at="2026-04-22"))
    then = get(f"{url}/verdicts/alpha", as_of=before["position"])
    assert (then["as_of"], then["verdict"]["cell"]) == (before, "Ship · 2 ship / 1 skip")
    assert get(f"{url}/verdicts/alpha")["verdict"]["cell"] == "Ship · 3 ship / 0 skip"
    said = digest("verdict", "alpha", "--json").json
    assert {**get(f"{url}/verdicts/alpha")["verdict"], "community": None} == {**said, "community": None}
    assert get(f"{url}/verdicts/alpha", as_of="2026-04-23T07:00Z")["as_of"]["position"] > before["position"]


def test_an_answer_names_the_position_that_its_numbers_come_from(
    mailed: Newsletter, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, seen = reading.side_now, list[str]()

    def while_somebody_reviews(newsletter: Newsletter, slug: str) -> ToolSide:
        side = look(newsletter, slug)
        if not seen:
            world.take_in(mailed, world.take("alpha", "skeptic", "ship", at="2026-04-22"))
        seen.append(side.panel.cell)
        return side

    monkeypatch.setattr(reading, "side_now", while_somebody_reviews)
    told = reading.verdict(Site(mailed, kick=lambda: None), "alpha")
    assert seen == ["Ship · 2 ship / 1 skip", "Ship · 3 ship / 0 skip"]
    assert (told.as_of.model_dump(), told.verdict.cell) == (now(mailed), seen[1])


def test_an_issue_whose_text_was_removed_says_so_and_shows_none_of_it(mailed: Newsletter, url: str) -> None:
    take = "The founder looked at alpha and says ship. It took an afternoon."
    redact(mailed, hash_of(mailed, take), reason="told in confidence")
    told = get(f"{url}/comparisons/{WEEK}")["comparison"]
    assert told["comparison"] is None
    assert told["removed"].startswith("removed on 23 April 2026 (told in confidence ")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("comparisons/2026-W18", 404),
        ("comparisons/nonsense-and-more", 422),
        ("comparisons?limit=0", 422),
        ("comparisons?limit=" + "9" * 400, 422),
        ("tools/nobody", 404),
        ("tools/%00", 404),
        ("verdicts/nobody", 404),
        ("verdicts/alpha?as_of=soon", 422),
        ("verdicts/alpha?as_of=99999999999999999999999", 422),
        ("verdicts/alpha?as_of=999999999999999999", 404),
        ("verdicts/alpha?as_of=2026-02-30", 404),
        ("verdicts/alpha?as_of=-1", 422),
        ("verdicts/beta?as_of=0", 404),
        ("nowhere", 404),
        ("tools/alpha/", 404),
    ],
)
def test_what_is_not_there_or_not_allowed_is_a_problem_with_a_next_step(
    url: str, path: str, status: int
) -> None:
    answer = requests.get(f"{url}/{path}", timeout=10, allow_redirects=False)
    if path.endswith("/") and answer.status_code == 307:
        return
    problem = refused(answer, status)
    assert problem["detail"] or problem["errors"]


def test_votes_are_recorded_in_the_name_of_the_token_and_counted(
    mailed: Newsletter, url: str, token: str
) -> None:
    answer = post(f"{url}/votes", token, "k-1", {"votes": [VOTE, {**VOTE, "voter": "r-2", "choice": "skip"}]})
    assert answer.json() == {
        "cast": 2,
        "changed": 0,
        "late": 0,
        "discounted": 0,
        "withdrawn": 0,
        "unchanged": 0,
        "position": now(mailed)["position"],
    }
    assert get(f"{url}/verdicts/alpha")["verdict"]["community"]["votes"] == 2
    with db.reading(mailed.engine) as connection:
        stream = f"vote/{tool_ids_by_slug(connection, ['alpha'])['alpha']}/r-1"
        (event,) = stream_events(connection, [stream])[stream]
    assert event.meta["actor"] == "api:app"


def test_a_review_is_published_and_a_later_one_replaces_it(url: str, token: str) -> None:
    first = post(f"{url}/reviews", token, "k-1", {"reviews": [REVIEW]})
    assert (first.status_code, first.json()["published"]) == (200, 1)
    later = {**REVIEW, "choice": "skip", "score": 30, "at": "2026-04-22T18:00:00Z"}
    assert post(f"{url}/reviews", token, "k-2", {"reviews": [later]}).json()["replaced"] == 1
    takes = {take["reviewer"]: take for take in get(f"{url}/tools/alpha")["tool"]["takes"]}
    assert (takes["Futurist"]["choice"], takes["Futurist"]["score"]) == ("skip", 30)


def test_a_request_that_is_repeated_is_answered_as_before_and_done_once(
    mailed: Newsletter, url: str, token: str
) -> None:
    first = post(f"{url}/votes", token, "k-1", {"votes": [VOTE]})
    before = every_row(mailed)
    again = post(f"{url}/votes", token, "k-1", {"votes": [VOTE]})
    assert (again.status_code, again.text) == (200, first.text)
    assert every_row(mailed) == before

    other = post(f"{url}/votes", token, "k-1", {"votes": [{**VOTE, "choice": "skip"}]})
    assert "this idempotency key came with another request" in refused(other, 422)["detail"]
    assert every_row(mailed) == before
    assert post(f"{url}/votes", token, "k-2", {"votes": [VOTE]}).json()["unchanged"] == 1
    other_program = add_token(mailed, "other", ["votes"])
    assert post(f"{url}/votes", other_program, "k-1", {"votes": [VOTE]}).json()["unchanged"] == 1


def test_one_bad_record_is_named_and_none_is_taken(mailed: Newsletter, url: str, token: str) -> None:
    before = every_row(mailed)
    votes = [VOTE, {**VOTE, "voter": "ada@example.org"}, {**VOTE, "at": "soon"}, {**VOTE, "tool": "nobody"}]
    problem = refused(post(f"{url}/votes", token, "k-1", {"votes": votes}), 422)
    assert [one["pointer"] for one in problem["errors"]] == [
        "#/votes/1/voter",
        "#/votes/2/at",
        "#/votes/3/tool",
    ]
    problem = refused(post(f"{url}/votes", token, "k-1", {"votes": [VOTE, votes[3]]}), 422)
    assert [one["pointer"] for one in problem["errors"]] == ["#/votes/1/tool"]
    wrong = {"reviews": [{**REVIEW, "score": 101, "mood": "good"}]}
    problem = refused(post(f"{url}/reviews", token, "k-1", wrong), 422)
    assert {one["pointer"] for one in problem["errors"]} == {"#/reviews/0/score", "#/reviews/0/mood"}
    refused(post(f"{url}/votes", token, None, {"votes": [VOTE]}), 422)
    refused(post(f"{url}/votes", token, "k-1", {"votes": []}), 422)
    assert every_row(mailed) == before


def test_only_a_token_that_is_good_for_it_may_write(mailed: Newsletter, url: str, token: str) -> None:
    before = every_row(mailed)
    body = {"votes": [VOTE]}
    answer = post(f"{url}/votes", None, "k-1", body)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    answer = post(f"{url}/votes", token[:-1], "k-1", body)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert every_row(mailed) == before

    reviewer = add_token(mailed, "reviewer", ["reviews"])
    answer = post(f"{url}/votes", reviewer, "k-1", body)
    refused(answer, 403)
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="votes"'
    revoke_token(mailed, "app")
    refused(post(f"{url}/votes", token, "k-1", body), 401)


def test_other_bodies_than_json_and_larger_ones_are_refused_as_problems(url: str, token: str) -> None:
    bearer = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
    refused(requests.post(f"{url}/votes", data={"votes": "x"}, headers=bearer, timeout=10), 415)
    refused(post(f"{url}/votes", token, "k", {"votes": [{**VOTE, "voter": "x" * 600_000}]}), 413)
    broken = requests.post(
        f"{url}/votes", data=b"{", headers=bearer | {"Content-Type": "application/json"}, timeout=10
    )
    refused(broken, 422)
    refused(requests.delete(f"{url}/votes", headers=bearer, timeout=10), 405)


def test_tokens_are_made_listed_and_revoked_by_command_and_stand_nowhere(
    mailed: Newsletter, digest: Digest, url: str
) -> None:
    secret = digest("tokens", "add", "app", "--scope", "votes").out.strip()
    assert secret.startswith("shiporskip_")
    assert secret not in json.dumps(every_row(mailed))
    assert post(f"{url}/votes", secret, "k-1", {"votes": [VOTE]}).status_code == 200
    assert [(one["name"], one["scopes"]) for one in digest("tokens", "list", "--json").json] == [
        ("app", ["votes"])
    ]
    again = digest("tokens", "add", "app", "--scope", "votes")
    assert (again.code, "there is or was a token called app" in again.err) == (1, True)
    assert digest("tokens", "revoke", "app").out == "revoked app\n"
    assert digest("tokens", "revoke", "app").out == "app was revoked before\n"
    refused(post(f"{url}/votes", secret, "k-2", {"votes": [VOTE]}), 401)
    assert digest("tokens", "revoke", "nobody").code == 1


@pytest.mark.parametrize("examples", [5, pytest.param(60, marks=pytest.mark.slow)])
def test_whatever_the_document_allows_or_not_is_answered_as_it_says(
    mailed: Newsletter, token: str, examples: int
) -> None:
    unhurried = Rate(burst=1_000_000, every_s=1e-6)
    app = create_app(mailed, limits=Limits(letters=unhurried, requests=unhurried))
    document = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"Host": "localhost"})
    headers = {"Authorization": f"Bearer {token}", "Host": "localhost"}
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) == 8
    seen: Counter[int] = Counter()
    for operation, mode in product(operations, GenerationMode):

        @settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            answer = case.call(headers=headers)
            seen[answer.status_code] += 1
            assert answer.status_code < 500
            # Whether a tool has this slug, or a moment is one, no document can say; and what is too much to
            # be read is refused before anybody knows what is wrong with it.
            excluded = [positive_data_acceptance] + [negative_data_rejection] * (answer.status_code == 413)
            case.validate_response(answer, headers=headers, excluded_checks=excluded)

        with suppress(hypothesis.errors.Unsatisfiable):
            ask()
    assert seen[200] > examples
    assert seen[422] > examples
    assert not seen[429]
