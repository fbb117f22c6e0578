"""Files are read in children that may nothing: whatever is in a file, it harms neither us nor the next file."""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from agents.ingesting.files import Limits, ReadingInterruptedError, contained, read_file
from agents.tailoring.extracting import FileRefusedError
from agents.tailoring.lexicon import words
from tests.support import fictional
from tests.support.eventually import eventually, gone
from tests.support.made_files import locked_pdf, pdf_of, pdf_with, repacked, scanned, word_file

QUICK = Limits(cpu_sec=1, wall_sec=60.0)
PATIENT = Limits(cpu_sec=2, wall_sec=90.0)


def said(call: Callable[[bytes], bytes], content: bytes = b"") -> str:
    """Call in a child, and give its answer."""
    return contained(call, content, QUICK).decode()


def attempt(call: Callable[[], object]) -> bytes:
    """Do what may be refused, and say whether it was."""
    try:
        call()
    except (PermissionError, OSError) as error:
        return type(error).__name__.encode()
    return b"done"


def write(content: bytes) -> bytes:
    """Write a file."""
    return attempt(lambda: Path(content.decode()).write_bytes(b"x"))


def write_below_python(content: bytes) -> bytes:
    """Open a file for writing, by the system's own call."""
    return attempt(lambda: os.open(content, os.O_WRONLY | os.O_CREAT))


def read_secret(content: bytes) -> bytes:
    """Read a file."""
    return attempt(lambda: Path(content.decode()).read_bytes())


def fork(_: bytes) -> bytes:
    """Make a process."""
    return attempt(os.fork)


def run(_: bytes) -> bytes:
    """Start a program."""
    return attempt(lambda: subprocess.run([sys.executable, "-V"], check=False))


def call_home(_: bytes) -> bytes:
    """Open a socket."""
    return attempt(socket.socket)


def kill_parent(_: bytes) -> bytes:
    """Kill the parent."""
    return attempt(lambda: os.kill(os.getppid(), signal.SIGKILL))


@pytest.mark.parametrize("call", [write, write_below_python, read_secret, fork, run, call_home, kill_parent])
def test_a_child_may_nothing(call: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """No file is written, none is read but libraries, no process is made or hurt, nobody is called."""
    secret = tmp_path / "secret"
    secret.write_text("hush")
    path = secret if call is read_secret else tmp_path / "made"
    assert said(call, bytes(path)) == "PermissionError"
    assert list(tmp_path.iterdir()) == [secret]


def import_something(_: bytes) -> bytes:
    """Import a module that nobody imported."""
    import colorsys  # noqa: PLC0415
    import encodings.cp424  # noqa: PLC0415

    return f"{colorsys.__name__} {encodings.cp424.__name__}".encode()


def test_a_child_may_import() -> None:
    """Libraries import what they need when they need it."""
    assert said(import_something) == "colorsys encodings.cp424"


def descriptors(_: bytes) -> bytes:
    """List the open descriptors, but the one that lists them."""
    found = [number for number in range(64) if _is_open(number)]
    return f"{len(found)}".encode()


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def test_a_child_holds_nothing_but_its_answer() -> None:
    """No connection of the process that made it is open there."""
    with socket.socket(), socket.socket():
        assert said(descriptors) == "1"


def spin(_: bytes) -> bytes:
    """Never end."""
    while True:
        pass


def eat(_: bytes) -> bytes:
    """Take all memory that there is."""
    held = []
    while True:
        held.append(bytearray(16 << 20))


def die(_: bytes) -> bytes:
    """Die as native code does."""
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    signal.raise_signal(signal.SIGSEGV)
    return b""


def be_killed(_: bytes) -> bytes:
    """Die as a process does that the system kills."""
    signal.raise_signal(signal.SIGKILL)
    return b""


def say_too_much(_: bytes) -> bytes:
    """Answer with more than any file says."""
    return bytes(64 << 20)


@pytest.mark.parametrize(
    ("call", "code"),
    [(spin, "file_too_heavy"), (eat, "corrupt_file"), (die, "corrupt_file"), (say_too_much, "corrupt_file")],
)
def test_a_child_that_goes_wrong_is_the_file_s_fault(call: Callable[[bytes], bytes], code: str) -> None:
    """Too much time, too much memory, a crash, a flood: an error with a code, and the next child is as good as new."""
    with pytest.raises(FileRefusedError) as caught:
        contained(call, b"", QUICK)
    assert caught.value.code == code
    assert said(descriptors) == "1"


def test_a_child_that_was_ended_is_not_the_file_s_fault() -> None:
    """It is tried again, as often as the step may be."""
    with pytest.raises(ReadingInterruptedError):
        contained(be_killed, b"", QUICK)


def test_without_cpu_time_the_machine_is_at_fault() -> None:
    """A child that has said nothing when its time is over is ended, and tried again."""
    with pytest.raises(ReadingInterruptedError):
        contained(spin, b"", Limits(cpu_sec=60, wall_sec=0.2))


def test_no_child_stays() -> None:
    """Whatever became of it, it is gone and buried."""
    before = psutil.Process().children(recursive=True)
    said(fork)
    with pytest.raises(FileRefusedError):
        contained(die, b"", QUICK)
    with pytest.raises(ReadingInterruptedError):
        contained(spin, b"", Limits(wall_sec=0.1))
    assert psutil.Process().children(recursive=True) == before


async def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    """A computing process that is killed, as a cancel does it, leaves nobody behind who goes on reading."""
    parent = os.fork()
    if parent == 0:
        with contextlib.suppress(Exception):
            contained(spin, b"", Limits(cpu_sec=60, wall_sec=90.0))
        os._exit(0)
    await eventually(lambda: bool(psutil.Process(parent).children()))
    (child,) = psutil.Process(parent).children()
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)  # noqa: ASYNC222, it was killed
    pid_file = tmp_path / "pid"
    pid_file.write_text(str(child.pid))
    await gone(pid_file)


@pytest.mark.parametrize("content", [pdf_of(fictional.text("nurse")), word_file()], ids=["pdf", "docx"])
def test_a_file_is_read_in_a_child(content: bytes) -> None:
    """Word for word, and once more: nothing of the first is left."""
    for _ in range(2):
        extracted = read_file(content)
        assert [word.text for word in words(extracted.text)] == [word.text for word in words(fictional.text("nurse"))]


def test_a_file_is_read_that_needs_more_of_the_libraries() -> None:
    """Tables of characters for a font that brings none, and ciphers: they are looked up when they are needed."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("HeiseiMin-W3", 12)
    canvas.drawString(72, 700, "山田太郎 Nurse")
    canvas.save()
    assert read_file(file.getvalue()).text == "山田太郎 Nurse"
    assert "Harbour" in read_file(locked_pdf(password="", owner="hush")).text


HOSTILE = {
    "a bomb of zeros": (pdf_with(zlib.compress(bytes(1 << 27), 9), filters="/Filter /FlateDecode"), PATIENT),
    "bombs in a row": (
        pdf_with(zlib.compress(zlib.compress(bytes(1 << 26), 9), 9), filters="/Filter [/FlateDecode /FlateDecode]"),
        PATIENT,
    ),
    "pages that are their own parents": (pdf_with(b"", kids="2 0 R 2 0 R", count=2_000_000_000), Limits()),
    "a million operators": (pdf_with(b"BT /F1 9 Tf (a) Tj ET\n" * 200_000), Limits(cpu_sec=1, wall_sec=60.0)),
    "arrays without end": (pdf_with(b"[" * 1_000_000 + b" TJ"), Limits(cpu_sec=1, wall_sec=60.0)),
    "spaces by the million": (
        repacked(word_file(), {"word/document.xml": b"<a>" + b" " * (9 << 20) + b"</a>"}),
        Limits(),
    ),
    "a picture": (scanned(), Limits()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_bounded_time(name: str) -> None:
    """Bombs, loops and floods end as an error with a code, within the limit of CPU time."""
    content, limits = HOSTILE[name]
    begun = os.times().children_user
    with pytest.raises(FileRefusedError) as caught:
        read_file(content, limits)
    assert caught.value.code in {"corrupt_file", "file_too_heavy", "empty_file", "needs_ocr"}
    assert os.times().children_user - begun < limits.cpu_sec + 2
