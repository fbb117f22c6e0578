"""What `bench jobs` measures with: pairs that differ, lateness as it was heard, and no network but its own."""

import itertools
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from bench.jobs.__main__ import main
from bench.jobs.acknowledgements import Acknowledgements
from bench.jobs.measures import MEASURES
from bench.jobs.offline import raise_loopback
from bench.jobs.pairs import read_pairs


def put(folder: Path, *, resumes: int, postings: int) -> Path:
    """Write so many texts."""
    for name, count in (("resumes", resumes), ("jobs", postings)):
        (folder / name).mkdir()
        for number in range(count):
            (folder / name / f"{number:02}.txt").write_text(f"{name} {number}")
    return folder


def test_all_pairs_are_every_resume_with_every_posting(tmp_path: Path) -> None:
    """Nothing is left out of a full run, and nothing is run twice."""
    pairs = read_pairs(put(tmp_path, resumes=4, postings=5), None)
    assert len(set(pairs)) == len(pairs) == 20


def test_some_pairs_are_of_many_resumes_and_postings(tmp_path: Path) -> None:
    """A short run is not of one posting over and over."""
    pairs = read_pairs(put(tmp_path, resumes=20, postings=20), 10)
    assert len(set(pairs)) == 10
    assert len({pair.resume for pair in pairs}) >= 6
    assert len({pair.posting for pair in pairs}) >= 6


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    """Whoever mistypes `--data` is told what has to be there."""
    with pytest.raises(SystemExit, match=r"resumes/\*\.txt and jobs/\*\.txt"):
        read_pairs(put(tmp_path, resumes=0, postings=1), None)


async def test_lateness_is_what_lies_between_renewals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A renewal that comes when it is due is not late; each delivery is looked at by itself, and settled once."""
    moments = itertools.chain([10.0, 11.0, 11.2, 12.5, 13.0], itertools.repeat(14.0))
    monkeypatch.setattr("bench.jobs.acknowledgements.time.monotonic", lambda: next(moments))
    client = Client()
    heard = Acknowledgements(client)
    for position, word in ((7, b"+WPI"), (7, b"+WPI"), (8, b"+WPI"), (7, b"+WPI"), (8, b"+ACK"), (8, b"+ACK")):
        await heard._hear(Msg(client, subject=f"$JS.ACK.WORK.agent-heavy.1.{position}.1.1.0", data=word))  # noqa: SLF001
    assert heard.late(1.0) == [0.0, 0.5]
    assert await heard.settled_at(8) == 13.0


async def test_what_is_never_settled_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent that computes on after a cancel is found out."""
    monkeypatch.setattr("bench.jobs.acknowledgements._WITHIN_SEC", 0.01)
    with pytest.raises(TimeoutError):
        await Acknowledgements(Client()).settled_at(7)


def test_offline_is_not_believed_where_there_is_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run outside a namespace of its own it ends, and says how it is started."""
    monkeypatch.setattr("socket.if_nameindex", lambda: [(1, "lo"), (2, "eth0")])
    with pytest.raises(SystemExit, match=r"eth0.*bench jobs --offline"):
        raise_loopback()


@pytest.mark.parametrize(
    ("arguments", "said"), [(["alone", "alnoe"], "no measure alnoe"), (["--pairs", "1"], "--pairs has to be 2")]
)
def test_what_cannot_be_measured_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped measure, or too few pairs, end it at once with a sentence."""
    with pytest.raises(SystemExit):
        main(arguments)
    assert said in capsys.readouterr().err


def test_every_row_has_a_key_of_its_own() -> None:
    """No figure hides another one."""
    for one in MEASURES:
        keys = [row.key for row in one.rows]
        assert len(keys) == len(set(keys)), one.name
