"""Erasing is for good: the plain text is in no file of the server's store."""

from pathlib import Path

from contracts.ids import new_job_id
from eventlog import LogSettings, connect
from tests.support.nats_server import nats_server

SECRET = b"Mara Lindqvist lives in Harbour Street"


def _files_with(folder: Path, needle: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


async def test_no_plain_text_is_left_on_disk(tmp_path: Path) -> None:
    """The text of an erased document stands in the store before, and in none of its files afterwards."""
    async with nats_server(tmp_path) as server, await connect(LogSettings(url=server.url)) as connection:
        job = new_job_id()
        for n in range(3):
            await connection.documents.put(job, f"resume{n}", SECRET + b"!" * n)
        await connection.documents.put(new_job_id(), "resume", b"another")
        before = _files_with(tmp_path / "store", SECRET)

        await connection.erase(job)

        assert before != []
        assert _files_with(tmp_path / "store", SECRET) == []
