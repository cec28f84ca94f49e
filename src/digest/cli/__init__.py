"""The command line: parse, call one pipeline function, print. Heavy imports live inside commands."""

from __future__ import annotations

import sys

from digest.errors import DigestError


def main() -> None:
    """Run a command. Exit code 0 is done, 1 refused, 2 usage; errors say what to do next."""
    from digest.cli.app import app

    try:
        app()
    except DigestError as error:
        print(f"digest: {error}", file=sys.stderr)
        sys.exit(1)
