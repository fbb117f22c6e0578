"""The door for operators: somebody on this machine, or whoever has their token."""

import hmac
from ipaddress import ip_address
from typing import Any, Final

from litestar import Request

from gateway.refusals import RefusedError

_SCHEME: Final = "bearer "
_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


class Operators:
    """Lets a request of an operator through."""

    def __init__(self, token: str | None) -> None:
        """Know them.

        Args:
            token: What they show as bearer; None where only this machine's are let in.
        """
        self._token = None if token is None else token.encode()

    def admit(self, request: Request[Any, Any, Any]) -> None:
        """See that a request is an operator's. A token that is shown decides, wherever it comes from.

        Raises:
            RefusedError: 401 where the token is missing or wrong, 403 where there is none to be had.
        """
        given = request.headers.get("authorization", "")
        if given.lower().startswith(_SCHEME):
            shown = given[len(_SCHEME) :].strip().encode()
            if self._token is None or not hmac.compare_digest(shown, self._token):
                raise RefusedError("this is not the operators' token", status=401, code="operator_token_invalid")
        elif not _is_on_this_machine(request):
            if self._token is None:
                raise RefusedError(
                    "this is for operators on the machine itself; set OPERATOR_TOKEN to let others in",
                    status=403,
                    code="operators_only",
                )
            raise RefusedError(
                "this needs the operators' token: as `Authorization: Bearer`", status=401, code="operator_token_missing"
            )


def _is_on_this_machine(request: Request[Any, Any, Any]) -> bool:
    """Tell whether a caller is here itself: no proxy brought it, and no page of elsewhere whose name leads here."""
    client = request.scope["client"]
    try:
        local = client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        local = False
    host = request.headers.get("host", "").lower()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return local and name in _LOCAL_NAMES and not any(header in request.headers for header in _FORWARDED)
