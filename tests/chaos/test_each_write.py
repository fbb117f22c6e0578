"""kill -9 after a write of a real job: three positions here, every one with `./justw chaos --each-write`.

Of a small job every position is tried in `tests/chaos/test_kill_after_every_write.py`.
"""

from pathlib import Path

import pytest

from tests.chaos.each_write import Judged, Row, each_write, table_of


@pytest.mark.timeout(180)
async def test_the_same_job_comes_out_wherever_somebody_dies(tmp_path: Path) -> None:
    """Gateway, pipeline and agents die after their third write: the final state and all that is told are the same."""
    judged = await each_write(tmp_path, lanes=1, positions=[3])
    assert not judged.complaints, table_of(judged)
    assert [(row.service, row.killed) for row in judged.rows] == [("gateway", 1), ("pipeline", 1), ("agents", 1)]


def test_what_is_wrong_is_said() -> None:
    """A job that came out differently, and a write after which nobody died, each fail the verdict."""
    row = Row(service="agents", killed=3)
    assert Judged(rows=[row], writes=3).complaints == []
    assert Judged(rows=[row], writes=4).complaints == ["only 3 of 4 writes had their kill"]
    row.differing[2] = "state.progress: 90 is not 100"
    judged = Judged(rows=[row], writes=3)
    assert judged.complaints == ["agents, write 2: state.progress: 90 is not 100"]
    assert "FAILED" in table_of(judged)
