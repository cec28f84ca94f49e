"""What anybody may read: sent comparisons, tools, verdicts, health."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query

from digest import db
from digest.errors import NoSuchMoment, UnknownTool
from digest.issue.comparison import community_json, comparison_json, side_json, verdict_json
from digest.log.store import head, head_at
from digest.pipeline.as_of import position_of
from digest.pipeline.compare import side_now
from digest.pipeline.published import list_published, list_tools, load_published, load_tool
from digest.projections.pointers import live_pointers
from digest.web.api import shapes
from digest.web.api.document import PREFIX, refusals
from digest.web.site import Here

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.published import Listed

router = APIRouter(prefix=PREFIX)
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Week = Annotated[str, Path(max_length=8, description="ISO week, such as 2026-W17.")]
Slug = Annotated[str, Path(max_length=80, description="Slug of a tool.")]

#: Digits, or an ISO date with or without a time.
AS_OF = r"^(\d{1,18}|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)$"

#: Looking back folds the log in memory: one at a time, so that nobody can make it many.
_looking_back = Lock()


@router.get("/health", responses=refusals())
def health(here: Here) -> shapes.Health:
    """Whether this process can do its work: it reads the log to answer."""
    return shapes.Health(ok=True, as_of=_now(here.newsletter))


@router.get("/comparisons", responses=refusals(422))
def comparisons(
    here: Here,
    limit: Limit = 20,
    before: Annotated[
        str | None, Query(max_length=8, description="Only issues of weeks before this one.")
    ] = None,
) -> shapes.Issues:
    """Sent issues, the newest first."""
    newsletter = here.newsletter
    at, issues = _at_one_position(newsletter, lambda: list_published(newsletter))
    found = [one for one in issues if before is None or one.week < before]
    page, more = found[:limit], len(found) > limit
    query = urlencode({"limit": limit, "before": page[-1].week}) if more else ""
    return shapes.Issues(
        as_of=at,
        comparisons=[shapes.Listed(**_listed(newsletter, one)) for one in page],
        next=f"{newsletter.sender.public_url}{PREFIX}/comparisons?{query}" if more else None,
    )


@router.get("/comparisons/{week}", responses=refusals(404, 422))
def comparison(here: Here, week: Week) -> shapes.IssueAnswer:
    """One sent issue: what its readers were told, and what changed since."""
    newsletter = here.newsletter
    at, found = _at_one_position(newsletter, lambda: load_published(newsletter, week))
    if found is None:
        raise HTTPException(404, "no issue of that week was sent; /api/v1/comparisons lists them")
    issue = found.issue
    return shapes.IssueAnswer(
        as_of=at,
        comparison=shapes.Issue(
            **_listed(newsletter, found.listed),
            position=found.position,
            head=found.head,
            comparison=None if issue is None else shapes.Comparison(**comparison_json(issue.comparison)),
            removed=found.removed,
            corrections=[shapes.Corrected(at=one.at, text=one.text) for one in found.corrections],
            changed=[
                shapes.Changed(tool=one.name, was=one.was, now=one.now, because=one.because)
                for one in found.changed
            ],
        ),
    )


@router.get("/tools", responses=refusals(422))
def tools(
    here: Here,
    limit: Limit = 20,
    after: Annotated[str, Query(max_length=80, description="Only slugs that sort after this one.")] = "",
) -> shapes.Tools:
    """The shelf, by slug."""
    newsletter = here.newsletter
    url = newsletter.sender.public_url
    at, shelf = _at_one_position(newsletter, lambda: list_tools(newsletter))
    found = sorted((side for side in shelf if side.slug > after), key=lambda side: side.slug)
    page, more = found[:limit], len(found) > limit
    query = urlencode({"limit": limit, "after": page[-1].slug}) if more else ""
    return shapes.Tools(
        as_of=at,
        tools=[shapes.ToolListed(**side_json(side), url=f"{url}/tools/{side.slug}") for side in page],
        next=f"{url}{PREFIX}/tools?{query}" if more else None,
    )


@router.get("/tools/{slug}", responses=refusals(404, 422))
def tool(here: Here, slug: Slug) -> shapes.ToolAnswer:
    """One tool as it stands; the slug of a merged one gives what it is part of."""
    newsletter = here.newsletter
    at, (found, issues) = _at_one_position(
        newsletter, lambda: (load_tool(newsletter, slug), list_published(newsletter))
    )
    if found is None:
        raise _no_tool()
    side = found.side
    return shapes.ToolAnswer(
        as_of=at,
        tool=shapes.ToolFound(
            **side_json(side),
            takes=[
                shapes.ReviewerTake(
                    reviewer=take.reviewer,
                    score=take.line.score,
                    choice=take.line.choice,
                    header=take.line.header,
                    text=take.line.text,
                    byline=take.line.byline,
                )
                for take in found.takes
            ],
            comparisons=[one.week for one in issues if side.slug in one.slugs],
            url=f"{newsletter.sender.public_url}/tools/{side.slug}",
        ),
    )


@router.get("/verdicts/{slug}", responses=refusals(404, 422))
def verdict(
    here: Here,
    slug: Slug,
    as_of: Annotated[
        str | None,
        Query(pattern=AS_OF, description="A position of the log, or a moment: what was known then."),
    ] = None,
) -> shapes.VerdictAnswer:
    """What panel and readers say of a tool, now or then."""
    newsletter = here.newsletter
    try:
        if as_of is None:
            at, side = _at_one_position(newsletter, lambda: side_now(newsletter, slug))
        else:
            with _looking_back:
                position = position_of(newsletter, as_of)
                side, at = side_now(newsletter, slug, as_of=str(position)), _then(newsletter, position)
    except UnknownTool as error:
        raise _no_tool() from error
    except NoSuchMoment as error:
        raise HTTPException(
            404, "as_of is no moment, or lies beyond the head; /api/v1/health says it"
        ) from error
    return shapes.VerdictAnswer(
        as_of=at,
        verdict=shapes.Verdict(**verdict_json(side), community=shapes.Community(**community_json(side))),
    )


def _no_tool() -> HTTPException:
    return HTTPException(404, "no tool has this slug; /api/v1/tools lists them")


def _listed(newsletter: Newsletter, one: Listed) -> dict[str, Any]:
    return {
        "week": one.week,
        "number": one.number,
        "title": one.title,
        "issued_at": one.issued_at,
        "tools": list(one.slugs),
        "url": f"{newsletter.sender.public_url}/issues/{one.week}",
    }


def _at_one_position(newsletter: Newsletter, read: Callable[[], T]) -> tuple[shapes.AsOf, T]:
    """What is read, and the position that all of it is true of: read again if the read models moved."""
    while True:
        before = _folded(newsletter)
        found = read()
        if _folded(newsletter) == before:
            return _then(newsletter, before), found


def _folded(newsletter: Newsletter) -> int:
    """Where the read models stand, which may be a moment behind the log."""
    with db.reading(newsletter.engine) as connection:
        return min(pointer.position for pointer in live_pointers(connection).values())


def _now(newsletter: Newsletter) -> shapes.AsOf:
    with db.reading(newsletter.engine) as connection:
        stands = head(connection)
    return shapes.AsOf(position=stands.position, head=stands.hash)


def _then(newsletter: Newsletter, position: int) -> shapes.AsOf:
    with db.reading(newsletter.engine) as connection:
        stood = head_at(connection, position)
    return shapes.AsOf(position=stood.position, head=stood.hash)
