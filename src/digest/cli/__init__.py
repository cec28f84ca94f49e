"""The command line: parse, call one pipeline function, print. Heavy imports live inside commands."""

from __future__ import annotations

import sys

from digest.errors import DigestError


def main() -> None:
    """Run a command. Exit code 0 is done, 1 refused, 2 usage; errors say what to do next."""
    from digest.cli.app import command
    from digest.cli.hints import runnable
    from digest.cli.output import printable

    try:
        command()()
    except DigestError as error:
        sys.stderr.write(f"digest: {runnable(printable(str(error)))}\n")
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        sys.stderr.write(f"digest: {error.filename}: {error.strerror}; mend it or name another place\n")
        sys.exit(1)
