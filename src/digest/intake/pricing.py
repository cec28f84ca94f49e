"""From the words of a price to the entry label: what it costs to begin.

A label that the source states is shown as it is. Otherwise it is derived, in this order::

    Free tier       free to begin, and something dearer beside it
    From $20/mo     the lowest amount
    Free            no amount, no paid plan
    Open source     a licence or the words, but nothing about money
    Usage-based     so much for a call, a token, a credit
    Paid (trial)    a trial and no amount; a trial is no free tier
    Paid            said to cost something
    Contact sales   the price is a conversation
    Not stated      anything else: not knowing is no accusation
"""

from __future__ import annotations

import re
import unicodedata

NOT_STATED = "Not stated"

_NO = r"\b(?:no|not|never|without|isn'?t|non)\b[\s-]+(?:an?\s+|any\s+|longer\s+)*"
_NOT_FREE = re.compile(_NO + r"free\b(?:[\s-]+(?:tier|plan|version|option|trial))?")
_NOT_OPEN = re.compile(rf"(?:{_NO}|\bclosed[\s/-]+or[\s/-]+)open[\s-]+(?:source|weights?)\b")
_NOT_PAID = re.compile(_NO + r"(?:paid|subscription|charge|cost|fee)s?\b")
_TRIAL = re.compile(
    r"\b(?:free[\s-]+)?trial\b|\btry (?:it )?(?:for )?free\b|\bfree for \d+ (?:days?|weeks?)\b"
)
_FREE = re.compile(r"\bfree\b|[$€£]\s?0(?:\.0+)?(?![\d.,])")
_FREE_TIER = re.compile(
    r"\bfreemium\b|\bfree[\s-]+(?:tier|plan|version|credits?|quota)\b"
    r"|\bfree (?:up to|for (?:personal|individuals?|students?|open|non|small|hobby|academic|research))"
)
_OPEN = re.compile(
    r"\bopen[\s-]+(?:source|weights?)\b|\b(?:apache(?:[\s-]+2(?:\.0)?)?|mit|bsd|a?gpl|lgpl|mpl)\b[\s-]*"
    r"(?:v?\d(?:\.\d)?\b|licen[cs]ed?\b|\)|$)"
)
_LICENCE = re.compile(r"\b(?:apache|mit|bsd|a?gpl|lgpl|mpl|cc[\s-]by|openrail)\b")
_USAGE = re.compile(
    r"\busage[\s-]+based\b|\bpay[\s-]+(?:as[\s-]+you[\s-]+go|per[\s-]+use)\b|\bmetered\b|\bcredits\b"
    r"|\bper (?:\d+ ?[km]?\w* )?(?:tokens?|calls?|requests?|credits?|images?|minutes?|runs?)\b"
)
_PAID = re.compile(r"\bpaid\b|\bsubscription\b|\bcommercial\b|\bpremium\b|\bpro plan\b|\bpurchase\b")
_CONTACT = re.compile(
    r"\b(?:contact|talk to|call) (?:us|sales)\b|\bcustom pricing\b|\b(?:on|by|upon) request\b|\bquote\b"
)
_AMOUNT = re.compile(
    r"(?:(?P<sign>[$€£])\s?(?P<after>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d.,]*\s?[kmb]\b)(?:\s?(?:usd|eur|gbp)\b)?"
    r"|\b(?P<before>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<code>usd|eur|gbp)\b)"
    r"(?:\s*(?:/|\bper\b|\ban?\b|\beach\b)\s*(?P<unit>\d*\s?\w+))?"
)
_SIGN = {"usd": "$", "eur": "€", "gbp": "£"}
#: Months in each unit of time, to find the lowest amount; a unit that is none is paid once.
_MONTHS = {"h": 1 / 720, "day": 1 / 30, "wk": 12 / 52, "mo": 1.0, "yr": 12.0}
_UNITS = {
    **dict.fromkeys(("h", "hr", "hour"), "h"),
    "day": "day",
    **dict.fromkeys(("wk", "week"), "wk"),
    **dict.fromkeys(("mo", "month", "monthly"), "mo"),
    **dict.fromkeys(("yr", "y", "year", "annum", "yearly"), "yr"),
    **dict.fromkeys(("user", "seat", "member"), "user"),
}
_COSTS_NOTHING = ("Free", "Open source")
_COSTS = ("From ", "Paid", "Usage-based", "Contact sales")


def entry_label(raw: str | None, stated: str | None) -> str:
    """Say what it costs to begin.

    >>> entry_label("Free / Open Source (Apache 2.0)", None), entry_label("Freedom plan", None)
    ('Free', 'Not stated')
    >>> entry_label("Open Source / Research", "Paid")
    'Paid'
    """
    if stated and stated.strip():
        return stated.strip()
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", raw or "").replace("’", "'")).lower().strip()
    refused = bool(_NOT_FREE.search(text))
    text = _NOT_PAID.sub(" free ", _NOT_OPEN.sub(" ", _NOT_FREE.sub(" ", text)))
    trial = bool(_TRIAL.search(text))
    text = _TRIAL.sub(" ", text)
    amount, metered = _lowest_amount(text)
    free = bool(_FREE.search(text)) and not refused
    dearer = amount is not None or metered or bool(_PAID.search(text))
    return next(
        (
            label
            for label, holds in (
                ("Free tier", not refused and (_FREE_TIER.search(text) or (free and dearer))),
                (amount, amount),
                ("Free", free),
                ("Open source", _OPEN.search(text)),
                ("Usage-based", metered or _USAGE.search(text)),
                ("Paid (trial)", trial),
                ("Paid", refused or _PAID.search(text)),
                ("Contact sales", _CONTACT.search(text)),
            )
            if label and holds
        ),
        NOT_STATED,
    )


def pricing_flags(raw: str | None, stated: str | None) -> tuple[str, ...]:
    """Tell the editor what does not fit together, in sentences; empty if nothing is odd.

    >>> pricing_flags("Open Source / Research", "Paid")[0]
    'the label says Paid, the pricing reads as Open source'
    """
    derived = entry_label(raw, None)
    flags = []
    if stated and stated.strip():
        label = stated.strip()
        costs, free = label.startswith(_COSTS), label in _COSTS_NOTHING
        if (costs and derived in (*_COSTS_NOTHING, "Free tier")) or (free and derived.startswith(_COSTS)):
            flags.append(f"the label says {label}, the pricing reads as {derived}")
    if derived == "Open source" and not _LICENCE.search((raw or "").lower()):
        flags.append("the licence is not stated")
    if derived == NOT_STATED and (raw or "").strip():
        flags.append("no price could be read from the pricing")
    return tuple(flags)


def _lowest_amount(text: str) -> tuple[str | None, bool]:
    """Find the lowest amount as a label, and whether some amount is for use rather than for time."""
    best: tuple[float, str] | None = None
    metered = False
    for match in _AMOUNT.finditer(text):
        number = match["after"] or match["before"]
        value = float(number.replace(",", ""))
        sign = match["sign"] or _SIGN[match["code"]]
        words = (match["unit"] or "").strip()
        unit = _UNITS.get(words) or _UNITS.get(words.removesuffix("s"))
        if words and unit is None and _USAGE.search(f"per {words} {text[match.end() :][:20].strip()}"):
            metered = True
            continue
        label = f"From {sign}{number}" + (f"/{unit}" if unit else "")
        monthly = value / _MONTHS.get(unit or "", 1.0)
        if value > 0 and (best is None or monthly < best[0]):
            best = (monthly, label)
    return (best[1] if best else None), metered
