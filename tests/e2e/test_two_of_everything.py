"""Two replicas of every service: which one a request or a fact meets makes no difference to anybody."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.fictional import text
from tests.support.sse import Frame
from tests.support.system import Job, System, running_system

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, System]]:
    """Run two of everything, and give the system as seen through each gateway."""
    with running_system(tmp_path_factory.mktemp("twice"), replicas=2) as first:
        address = first.client.base_url.copy_with(port=(first.client.base_url.port or 0) + 1)
        with httpx.Client(base_url=address, timeout=60) as client:
            yield first, System(process=first.process, client=client, nats_url=first.nats_url, data_dir=first.data_dir)


def seen_by(system: System, job: Job) -> Job:
    """Give the same job as reached through another gateway."""
    return Job(system=system, job_id=job.job_id, token=job.token)


def told(frames: list[Frame]) -> list[tuple[str, str]]:
    """Give what a viewer keeps of frames."""
    return [(frame.id, frame.data) for frame in frames]


def test_every_cut_goes_on_at_the_other_gateway(twice: tuple[System, System]) -> None:
    """A stream that is cut behind any event goes on at the other gateway with the very next one."""
    first, second = twice
    here = first.start(text("nurse"), text("posting_nurse"))
    there = seen_by(second, here)
    whole = here.stream()
    assert told(there.stream()) == told(whole)
    for cut in range(len(whole) - 1):
        assert told((there, here)[cut % 2].stream(cursor=whole[cut].id)) == told(whole[cut + 1 :]), cut


def test_both_answer_the_same_snapshot(twice: tuple[System, System]) -> None:
    """A token of one gateway opens the other, and both fold the same state."""
    first, second = twice
    here = first.start(text("nurse"), text("posting_nurse"))
    here.stream()
    one, other = here.snapshot(), seen_by(second, here).snapshot()
    assert one.pop("snapshot_at") is not None
    assert other.pop("snapshot_at") is not None
    assert one == other


def test_the_same_start_at_both_is_one_job(twice: tuple[System, System]) -> None:
    """An idempotency key means the same at every gateway, also at the same moment."""
    body = {"resume_text": text("nurse"), "job_text": text("posting_nurse")}
    with ThreadPoolExecutor() as several:
        answers = list(
            several.map(
                lambda n: twice[n % 2].client.post(
                    "/api/pipeline/start", json=body, headers={"Idempotency-Key": "two-of-everything"}
                ),
                range(6),
            )
        )
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["job_id"] for answer in answers}) == 1


def test_many_jobs_are_each_done_once(twice: tuple[System, System]) -> None:
    """Of jobs that two pipelines and two agents a step share, each ends once, and each step is completed once."""
    jobs = [twice[n % 2].start(text("nurse"), text("posting_nurse")) for n in range(10)]
    with ThreadPoolExecutor() as several:
        streams = list(several.map(lambda job: seen_by(twice[0], job).stream(), jobs))
    for frames in streams:
        events = [frame.json for frame in frames]
        assert Counter(event["type"] for event in events)["done"] == 1
        assert events[-1]["data"]["status"] == "completed"
        completed = Counter(
            event["data"]["step"]
            for event in events
            if event["type"] == "step_progress" and event["data"]["state"] == "completed"
        )
        assert set(completed.values()) == {1}
        assert len(completed) == 7
