"""Limits on streams: never more than they say, whoever comes and goes, and nothing kept for whoever has gone."""

import resource
from collections import Counter
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from litestar.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from contracts.ids import JobId
from eventlog import ConfigurationError
from gateway.limits import Ceilings, ConnectRate, Lease, StreamLimits, Watched, origin_of
from gateway.limits.addresses import as_peers
from gateway.limits.files import allow_files
from gateway.problems import problem_of
from gateway.refusals import FullError, ReachedError
from gateway.settings import GatewaySettings
from tests.support.hand_clock import HandClock

UNLIMITED = ConnectRate(0)
JOBS = [JobId(f"job-{n}") for n in range(3)]
WATCHED = st.builds(lambda job, token: Watched(job, f"{job}.{token}"), st.sampled_from(JOBS), st.sampled_from("xy"))
COMING = st.tuples(st.just("come"), st.sampled_from("abc"), st.lists(WATCHED, min_size=1, max_size=3))
GOING = st.tuples(st.just("go"), st.integers(0, 100), st.none())
CEILINGS = st.builds(
    lambda process, address, job, token: Ceilings(process=process, address=address, job=job, token=token),
    *(st.integers(0, 4),) * 4,
)


def counted(held: list[tuple[str, list[Watched], Lease]]) -> Counter[tuple[str, str]]:
    """Count open streams anew, by what they are limited by."""
    counts: Counter[tuple[str, str]] = Counter()
    for address, watched, _ in held:
        counts["process", ""] += 1
        counts["address", address] += 1
        counts.update({("job", one.job_id) for one in watched})
        counts.update({("token", one.token_id) for one in watched})
    return counts


@given(ceilings=CEILINGS, steps=st.lists(st.one_of(COMING, GOING), max_size=40))
def test_no_limit_is_ever_passed_and_nothing_stays(
    ceilings: Ceilings, steps: list[tuple[str, str | int, list[Watched] | None]]
) -> None:
    """However streams come and go: who is admitted fits under every limit, who is refused does not; in the end none."""
    limits = StreamLimits(ceilings, UNLIMITED)
    held: list[tuple[str, list[Watched], Lease]] = []
    ceiling_of = {kind: getattr(ceilings, kind) for kind in ("process", "address", "job", "token")}
    for _, who, watched in steps:
        if watched is None:
            if held:
                _, _, lease = held.pop(int(who) % len(held))
                lease.release()
                lease.release()  # counts once
            continue
        with_it = counted([*held, (str(who), watched, Lease(limits, ()))])
        fits = all(ceiling_of[kind] == 0 or n <= ceiling_of[kind] for (kind, _), n in with_it.items())
        try:
            held.append((str(who), watched, limits.admit(str(who), *watched)))
            assert fits
        except (FullError, ReachedError):
            assert not fits
    for _, _, lease in held:
        lease.release()
    assert len(limits) == 0


def test_what_is_not_limited_is_not_counted() -> None:
    """Without limits there is nothing to remember, however many streams there are."""
    limits = StreamLimits(Ceilings(), UNLIMITED)
    leases = [limits.admit(f"10.0.0.{n}", Watched(JOBS[0], "x")) for n in range(100)]
    assert len(limits) == 0
    assert len(leases) == 100


@pytest.mark.parametrize(
    ("ceilings", "status", "code", "more"),
    [
        (Ceilings(process=1), 503, "streams_full", {"limit": 1}),
        (Ceilings(address=1), 429, "too_many_streams", {"limit": 1, "of": "address"}),
        (Ceilings(job=1), 429, "too_many_streams", {"limit": 1, "of": "job", "job_id": JOBS[0]}),
        (Ceilings(token=1), 429, "too_many_streams", {"limit": 1, "of": "token", "job_id": JOBS[0]}),
    ],
)
def test_a_refusal_says_which_limit_it_was(ceilings: Ceilings, status: int, code: str, more: dict[str, object]) -> None:
    """The problem says what is limited, how many, and when to come back; a place that is free again is given."""
    limits = StreamLimits(ceilings, UNLIMITED)
    watched = Watched(JOBS[0], "x")
    with limits.admit("a", watched):
        with pytest.raises((FullError, ReachedError)) as refused:
            limits.admit("a", watched)
        problem = problem_of(refused.value)
        assert (problem.status, problem.code, problem.more) == (status, code, more)
        assert problem.headers["Retry-After"] == "5"
    limits.admit("a", watched).release()


def test_connects_are_bounded_by_the_second() -> None:
    """A full second's worth at once, then as many as time brings; who is refused has used nothing up."""
    clock = HandClock()
    rate = ConnectRate(10, clock)
    for _ in range(10):
        rate.take()
    for _ in range(5):
        with pytest.raises(ReachedError) as refused:
            rate.take()
        assert refused.value.more == {"limit": 10}
        assert 0 < refused.value.delay_sec <= 0.1
    clock.move(0.25)
    rate.take()
    rate.take()
    with pytest.raises(ReachedError):
        rate.take()
    clock.move(3600)
    for _ in range(10):
        rate.take()
    with pytest.raises(ReachedError):
        rate.take()


def test_a_refusal_for_another_reason_uses_up_no_connect() -> None:
    """Who hammers at a limit takes nothing from those who have room."""
    limits = StreamLimits(Ceilings(address=1), ConnectRate(2, HandClock()))
    limits.admit("a", Watched(JOBS[0], "x"))
    for _ in range(10):
        with pytest.raises(ReachedError, match="from this address"):
            limits.admit("a", Watched(JOBS[0], "x"))
    limits.admit("b", Watched(JOBS[0], "x"))


async def seen_as(peer: str, forwarded: list[str], trusted: str) -> str:
    """Let a request through what uvicorn is told to do, and name whom it comes from."""
    settings = GatewaySettings.from_environment({"TOKEN_KEYS": "keys", "TRUSTED_PROXIES": trusted})
    found: list[str] = []

    async def app(scope: Scope, *_: object) -> None:
        found.append(origin_of(scope))

    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    believing = ProxyHeadersMiddleware(app, as_peers(settings.trusted_proxies))  # type: ignore[arg-type]
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    await believing(scope, None, None)  # type: ignore[arg-type]
    [origin] = found
    return origin


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "origin"),
    [
        ("127.0.0.1", ["6.6.6.6"], "", "127.0.0.1"),
        ("9.9.9.9", ["6.6.6.6"], "10.0.0.0/8", "9.9.9.9"),
        ("10.0.0.1", ["1.2.3.4"], "10.0.0.0/8", "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6, 1.2.3.4"], "10.0.0.0/8", "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6", "1.2.3.4, 10.9.9.9"], "10.0.0.0/8", "1.2.3.4"),
        ("10.0.0.1", ["1.2.3.4:5000"], "10.0.0.1", "1.2.3.4"),
        ("10.0.0.1", [], "10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", ["1.2.3.4"], "10.0.0.0/8", "1.2.3.4"),
        ("::ffff:10.0.0.1", [], "", "10.0.0.1"),
        ("fd00::1", ["[2001:db8:1:2:3:4:5:6]:443"], "fd00::/8", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", [], "", "2001:db8:1:2::/64"),
        ("10.0.0.1", ["x" * 1000], "10.0.0.1", "x" * 64),
    ],
)  # fmt: skip
async def test_only_a_trusted_proxy_says_whom_it_brings(
    peer: str, forwarded: list[str], trusted: str, origin: str
) -> None:
    """The rightmost entry that is no trusted proxy is the client; from anybody else the header says nothing."""
    assert await seen_as(peer, forwarded, trusted) == origin


def test_a_caller_over_a_unix_socket_has_no_address() -> None:
    """All of them are one."""
    assert origin_of({"client": None}) == "local"  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["*", "10.0.0.8/24", "proxy.example", "10.0.0.0/33"])
def test_whom_to_trust_is_said_exactly(given: str) -> None:
    """Everybody is nobody: a name, a star, or an address with bits behind its mask keeps a gateway from starting."""
    with pytest.raises(ConfigurationError, match="TRUSTED_PROXIES"):
        GatewaySettings.from_environment({"TOKEN_KEYS": "keys", "TRUSTED_PROXIES": given})


@pytest.fixture
def few_files() -> Iterator[None]:
    """Allow this process 512 open files for a while, and as many as before if it asks."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("few_files")
def test_there_are_files_for_all_streams() -> None:
    """Where 512 are allowed, a gateway of 1,000 streams has what these need, and never fewer than there were."""
    allow_files(1000)
    asked = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert asked >= 1000 + 100
    allow_files(10)
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == asked


def test_all_files_that_may_be_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Idle connections are open files too, and nobody knows how many: the hard limit is what bounds them."""
    taken: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 524_288))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: taken.append(limits))
    allow_files(1000)
    assert taken == [(524_288, 524_288)]


def test_too_few_files_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not allow as many, a line says so, and what it allows is taken."""
    taken: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (512, 600))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: taken.append(limits))
    with structlog.testing.capture_logs() as said:
        allow_files(1000)
    assert [(line["event"], line["allowed"]) for line in said] == [("too_few_open_files", 600)]
    assert taken == [(600, 600)]
