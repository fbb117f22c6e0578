"""`GET /api/activity`: what goes on, for operators."""

from typing import Any, Final

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from gateway.access.operators import Operators
from gateway.activity.answer import Activity, Now, ProcessActivity
from gateway.answers import json_answer
from gateway.workers.siblings import Siblings

_WORD: Final = "activity"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(ProcessActivity)


def activity_routes(operators: Operators, now: Now, siblings: Siblings | None) -> list[HTTPRouteHandler]:
    """Build the route. Where there are siblings, whoever is asked answers for all."""
    if siblings is not None:
        siblings.answer(_WORD, lambda: _encoder.encode(now.look()))

    @get("/api/activity", name="activity")
    async def activity(request: Request[Any, Any, Any]) -> Response[bytes]:
        operators.admit(request)
        if siblings is None:
            return json_answer(Activity(processes=[now.look()]))
        told = await siblings.ask(_WORD)
        return json_answer(Activity(processes=[_decoder.decode(one) for one in told.values()]))

    return [activity]
