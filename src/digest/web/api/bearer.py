"""Bearer tokens (RFC 6750): who may write what.

No cookie is read here, so a page from elsewhere can make a browser send nothing that counts, and a request
with this header from such a page would be asked for first (CORS), which nothing here allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from digest.pipeline.access_tokens import AccessToken, find_token
from digest.web.site import Here

if TYPE_CHECKING:
    from digest.pipeline.access_tokens import Scope

_scheme = HTTPBearer(auto_error=False, description="A token of `digest tokens add`.")


class Requires:
    """A dependency: the token of the request, if it is good for ``scope``; 401 or 403 if not."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __call__(
        self, here: Here, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]
    ) -> AccessToken:
        """Find it."""
        if given is None:
            raise _refused(401, "Bearer", "send a token: Authorization: Bearer TOKEN")
        found = find_token(here.newsletter, given.credentials)
        if found is None:
            raise _refused(
                401, 'Bearer error="invalid_token"', "this token is unknown or revoked; ask for another"
            )
        if self._scope not in found.scopes:
            wanted = f'Bearer error="insufficient_scope", scope="{self._scope}"'
            raise _refused(403, wanted, f"this token is not good for {self._scope}; ask for one that is")
        return found


def _refused(status: int, challenge: str, detail: str) -> HTTPException:
    return HTTPException(status, detail, headers={"WWW-Authenticate": challenge})
