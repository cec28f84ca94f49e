"""What is known of hosts whose links say less than they seem to: data for the identity rules."""

from __future__ import annotations

import re

#: A link through one of these hides its target until somebody follows it.
REDIRECTORS = frozenset(
    [
        "t.co",
        "bit.ly",
        "buff.ly",
        "goo.gl",
        "tinyurl.com",
        "lnkd.in",
        "ow.ly",
        "dlvr.it",
        "is.gd",
        "feedproxy.google.com",
    ]
)

#: Pages of people and their talk, not of a thing.
SOCIAL = frozenset(
    [
        "x.com",
        "twitter.com",
        "mobile.twitter.com",
        "linkedin.com",
        "facebook.com",
        "instagram.com",
        "threads.net",
        "t.me",
        "discord.gg",
        "discord.com",
        "bsky.app",
        "mastodon.social",
        "wechat.com",
    ]
)

#: First path segments on github.com that are no owner.
GITHUB_PLACES = frozenset(
    [
        "about",
        "apps",
        "collections",
        "contact",
        "customer-stories",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "login",
        "join",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "organizations",
        "pricing",
        "pulls",
        "readme",
        "search",
        "security",
        "settings",
        "site",
        "solutions",
        "sponsors",
        "stars",
        "topics",
        "trending",
        "users",
    ]
)

#: Pages of a repository that stand for the repository; an issue or a discussion does not.
REPOSITORY_PAGES = frozenset(["archive", "blob", "commits", "releases", "tags", "tree", "wiki"])

#: First path segments on huggingface.co that are no owner of a model.
HUGGING_FACE_PLACES = frozenset(
    [
        "api",
        "chat",
        "collections",
        "docs",
        "enterprise",
        "join",
        "learn",
        "login",
        "models",
        "organizations",
        "papers",
        "posts",
        "pricing",
        "settings",
        "tasks",
        "blog",
        "datasets",
        "spaces",
    ]
)

#: Paths that many things of one host share: its front page, its manual's front page.
SHARED_PATHS = frozenset(
    [
        "",
        *[
            "/blog",
            "/docs",
            "/documentation",
            "/en",
            "/en/latest",
            "/en/stable",
            "/home",
            "/latest",
            "/news",
            "/stable",
        ],
    ]
)

#: Query parameters that say where a reader came from, not what the page is.
TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|ga_|hsa_|_hs|ref$|ref_|referrer$|source$|src$|fbclid$|gclid$|msclkid$|igshid$"
    r"|mc_[ce]id$|cmpid$|spm$|s?campaign$|app_id$|feature$)",
    re.IGNORECASE,
)
