"""The ways to look at a mail, as the switch of the page names them."""

from __future__ import annotations

import msgspec

from digest.web.preview.variants import Variant


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of the switch. ``variant`` is null for the text part, which needs no frame."""

    key: str
    name: str
    told: str
    variant: Variant | None


WAYS = {
    way.key: way
    for way in (
        Way(key="light", name="Light", told="As a client shows it in its light scheme.", variant="light"),
        Way(
            key="dark",
            name="Dark",
            told="By the mail's own dark rules, as Apple Mail and Thunderbird show it in their dark scheme.",
            variant="dark",
        ),
        Way(
            key="forced-dark",
            name="Forced dark",
            told=(
                "The dark rules are out and every colour is inverted. It stands in for Gmail's apps, which"
                " ignore those rules and change colours in a way of their own."
            ),
            variant="forced",
        ),
        Way(
            key="styles-off",
            name="Styles off",
            told="Without any <style> block, as a client shows it that drops them.",
            variant="bare",
        ),
        Way(
            key="images-off",
            name="Images off",
            told="With every image blocked.",
            variant="imageless",
        ),
        Way(
            key="text",
            name="Text",
            told="The text part, for clients and readers who want no HTML.",
            variant=None,
        ),
    )
}
