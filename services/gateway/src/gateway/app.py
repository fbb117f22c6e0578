"""The composition of a gateway: what it is made of, and how the parts know each other."""

import time
from collections.abc import Callable

from litestar import Litestar
from litestar.types import ASGIApp

from eventlog import Connection, Jobs, Wishes
from gateway.access.gate import Gate
from gateway.access.keys import read_keys
from gateway.access.operators import Operators
from gateway.access.origins import Origins
from gateway.access.tokens import Tokens
from gateway.accesslog import AccessLog
from gateway.activity.answer import Now
from gateway.activity.history import Noting
from gateway.activity.routes import activity_routes
from gateway.artifacts.routes import artifact_routes
from gateway.counts import RejectedEvents
from gateway.health import health_routes
from gateway.inuse import InUse
from gateway.joblog import JobLogs
from gateway.lifecycle import Lifecycle
from gateway.limits import Ceilings, ConnectRate, StreamLimits
from gateway.metrics import Metrics, metrics_routes
from gateway.openapi.routes import schema_routes
from gateway.page import page_routes
from gateway.preview import Previewer, preview_routes
from gateway.problems import to_response
from gateway.settings import GatewaySettings
from gateway.snapshot.routes import snapshot_routes
from gateway.start.limits import limits_routes
from gateway.start.request import BODY_LIMIT_BYTES
from gateway.start.routes import start_routes
from gateway.start.starter import Starter
from gateway.steering import steering_routes
from gateway.stream.response import StreamSettings
from gateway.stream.routes import stream_routes
from gateway.wishes import wish_routes
from gateway.workers.siblings import Siblings


class Gateway:
    """One gateway over one connection to the log: `app` is the ASGI application."""

    def __init__(
        self,
        settings: GatewaySettings,
        connection: Connection,
        *,
        retention_sec: float,
        siblings: Siblings | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Compose it. Called where the event loop runs.

        Args:
            settings: Of this gateway.
            connection: To the log.
            retention_sec: How long a job is kept after its end.
            siblings: The workers of this port, where there are several.
            clock: Seconds since the epoch.

        Raises:
            ConfigurationError: The keys cannot be read.
        """
        self.rejected = RejectedEvents()
        self.lifecycle = Lifecycle(drain_sec=settings.drain_sec)
        self.jobs = JobLogs(
            connection.log,
            self.rejected,
            heartbeat_sec=settings.heartbeat_sec,
            linger_sec=settings.linger_sec,
            coalesce=settings.coalesce == "on",
        )
        # A job is erased `retention_sec` after its last `done`, and its own deadline is below that.
        self.tokens = Tokens(read_keys(settings.keys_file), life_sec=2 * retention_sec, clock=clock)
        gate = Gate(self.tokens, self.jobs)
        jobs = Jobs(connection)
        starter = Starter(jobs, self.tokens, graph=settings.graph)
        streams = StreamSettings(
            send_patience_sec=settings.send_patience_sec,
            retry_ms=settings.retry_ms,
            age_sec=settings.stream_age_sec,
        )
        self.trusted_proxies = settings.trusted_proxies
        self.keep_alive_sec = settings.keep_alive_sec
        self.limits = StreamLimits(_ceilings(settings), ConnectRate(settings.max_connects_per_sec))
        metrics = Metrics(InUse(self.jobs, self.lifecycle, self.rejected))
        now = Now(self.jobs, self.lifecycle, 1 if siblings is None else siblings.number, time.monotonic)
        self._noting = Noting(now.history)
        litestar = Litestar(
            route_handlers=[
                *start_routes(starter, self.jobs, run_timeout_sec=settings.run_timeout),
                *preview_routes(Previewer(connection.commands)),
                *limits_routes(retention_sec=retention_sec),
                *steering_routes(gate, jobs, self.jobs),
                *wish_routes(gate, Wishes(connection)),
                *stream_routes(gate, self.jobs, self.lifecycle, self.limits, streams, clock),
                *snapshot_routes(gate, self.jobs),
                *artifact_routes(gate, self.jobs, connection.documents),
                *health_routes(connection, self.lifecycle),
                *metrics_routes(metrics, siblings),
                *activity_routes(Operators(settings.operator_token), now, siblings),
                *schema_routes(settings.page_folder),
                *page_routes(settings.page_folder),
            ],
            exception_handlers={Exception: to_response},
            request_max_body_size=BODY_LIMIT_BYTES,
            openapi_config=None,  # written as data in `gateway.openapi`: handlers read and answer bytes
            logging_config=None,
            debug=False,
            pdb_on_exception=False,
        )
        self.app: ASGIApp = AccessLog(Origins(litestar, settings.allowed_origins), metrics)

    async def close(self) -> None:
        """Let go of all jobs."""
        self._noting.stop()
        await self.jobs.close()


def _ceilings(settings: GatewaySettings) -> Ceilings:
    return Ceilings(
        process=settings.max_streams,
        address=settings.max_streams_per_address,
        job=settings.max_streams_per_job,
        token=settings.max_streams_per_token,
    )
