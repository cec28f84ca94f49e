"""Sources from, and as, the list of another reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import BadRecord, DigestError
from digest.intake.identity import slugify
from digest.pipeline.add_source import keep
from digest.sources.opml import read_opml
from digest.sources.source import Source

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter


def import_opml(
    newsletter: Newsletter, file: Path, *, category: str | None, launches: bool
) -> tuple[tuple[Source, ...], int, tuple[BadRecord, ...]]:
    """Keep the feeds of a list that are not there yet; returns these, how many were there, and the bad ones.

    Raises:
        DigestError: the file cannot be read, or is no OPML.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise DigestError(f"{file} cannot be read ({error.strerror}); name an OPML file") from error
    outlines, bad = read_opml(body, str(file))
    urls = {source.url for source in newsletter.sources}
    names = {source.name for source in newsletter.sources}
    new: list[Source] = []
    known = 0
    for outline in outlines:
        if outline.url in urls:
            known += 1
            continue
        name = _free(slugify(outline.title), names)
        source = Source(name=name, kind="feed", url=outline.url, category=category, launches=launches)
        keep(newsletter, source)
        new.append(source)
        urls.add(outline.url)
        names.add(name)
    return tuple(new), known, bad


def _free(wanted: str, taken: Iterable[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
