"""However `up` ends, nothing stays behind. With a real nats-server, and stand-ins for the services."""

import os
import pty
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support.nats_server import free_port
from tests.support.running_up import PATIENCE_SEC, Up, ending, left_of
from tests.support.stand_in_up import IDLE, READY

DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
WITH_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF + IDLE!r}])\n"


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_in_order(told: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C, SIGTERM and a closed terminal are clean ends: status 0, no process left, NATS ended last."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as up:
        processes = up.processes()
        up.process.send_signal(told)
        assert up.ended() == 0
        assert left_of(processes) == []
        assert "Server Exiting" in (tmp_path / "logs/nats.log").read_text()
        assert up.until("stopped")


@pytest.mark.parametrize(
    "kill",
    [lambda pid: os.kill(pid, signal.SIGKILL), lambda pid: os.killpg(pid, signal.SIGKILL)],
    ids=["supervisor", "group"],
)
def test_kill_9_leaves_nothing_behind(kill: Callable[[int], None], tmp_path: Path) -> None:
    """Whoever kills the supervisor kills all of it: its services, NATS, their children, and the watchdog."""
    stand_ins = {"parent": WITH_CHILD + READY + IDLE}
    with ending(Up.with_stand_ins(tmp_path, stand_ins).until_ready()) as up:
        processes = up.processes()
        assert len(processes) == 5  # supervisor, watchdog, NATS, the service, its child
        kill(up.process.pid)
        assert up.ended() == -signal.SIGKILL
        assert left_of(processes) == []


def test_who_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    """A service that does not end when it is asked to is made to, and named."""
    with ending(Up.with_stand_ins(tmp_path, {"deaf": DEAF + READY + IDLE}).until_ready()) as up:
        processes = up.processes()
        up.process.send_signal(signal.SIGTERM)
        assert "killed" in up.until("still there")
        assert up.ended() == 0
        assert left_of(processes) == []


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    """Who is in a hurry presses Ctrl-C twice: no grace, and still nothing left."""
    with ending(Up.with_stand_ins(tmp_path, {"deaf": DEAF + READY + IDLE}).until_ready()) as up:
        processes = up.processes()
        up.process.send_signal(signal.SIGINT)
        up.until("stopping")
        up.process.send_signal(signal.SIGINT)
        assert up.ended() == 130
        assert left_of(processes) == []


def test_a_killed_watchdog_is_replaced(tmp_path: Path) -> None:
    """The promise about kill -9 holds also after somebody killed the watchdog."""
    with ending(Up.with_stand_ins(tmp_path).until_ready()) as up:
        first = _watchdog(up)
        first.kill()
        second = _other_watchdog(up, first)
        assert second.is_running()
        processes = up.processes()
        up.process.kill()
        assert left_of(processes) == []


@pytest.mark.parametrize("own_group", [True, False], ids=["own-group", "group-of-a-script"])
def test_all_services_are_in_the_group_of_up(own_group: bool, tmp_path: Path) -> None:
    """Whoever signals the group of `up` reaches every service, also where that is the group of a script."""
    with ending(_started(tmp_path, own_group=own_group)) as up:
        watchdog = _watchdog(up)
        groups = {os.getpgid(process.pid) for process in up.processes() if process != watchdog}
        assert groups == {os.getpgid(up.process.pid)}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_script_that_starts_up_in_its_group_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    """Ending `up` ends nothing that `up` did not start, even in the same process group."""
    with ending(_started(tmp_path, own_group=False, then="; read line; exit 3")) as script:
        [up] = script.supervisors()
        processes = [up, *up.children(recursive=True)]
        up.send_signal(how)
        assert left_of(processes) == []
        assert script.process.poll() is None
        script.say_no_more()
        assert script.ended() == 3


def test_what_reads_the_words_of_up_is_not_ended_with_it(tmp_path: Path) -> None:
    """`./justw up | tee log` at a prompt puts `tee` into the group of `up`: it reads to the end, and beyond."""
    words = tmp_path / "words"
    pipeline = (
        f'exec 3<&0; set -m; "$@" | {{ tee {words}; read line <&3; echo "$line" >>{words}; }}'  # with -m as at a prompt
    )
    with ending(Up.with_stand_ins(tmp_path / "up", script=pipeline).until_ready()) as shell:
        [up] = shell.supervisors()
        processes = [up, *up.children(recursive=True)]
        assert os.getpgid(up.pid) == up.pid
        up.kill()
        assert left_of(processes) == []
        shell.say("last words")
        assert shell.ended() == 0
    assert words.read_text().endswith("last words\n")


@pytest.mark.parametrize("how", ["ctrl-c", "closed"])
@pytest.mark.parametrize("starter", ["terminal", "script"])
def test_a_terminal_reaches_up(how: str, starter: str, tmp_path: Path) -> None:
    """Ctrl-C in a terminal, and closing it, end all: started at its prompt, or by a script that shares its group."""
    child, terminal = pty.fork()
    if child == 0:  # the session leader of a new terminal, as a shell is
        _become_up(tmp_path, shared_group=starter == "script")
    said = b""
    while b"ready: " not in said:
        said += os.read(terminal, 1024)
    processes = [psutil.Process(child), *psutil.Process(child).children(recursive=True)]
    assert len(processes) >= 5
    if how == "ctrl-c":
        os.write(terminal, b"\x03")
        _drain(terminal)
    else:
        os.close(terminal)
    os.waitpid(child, 0)
    assert left_of(processes) == []
    if how == "ctrl-c":
        os.close(terminal)


def _become_up(data_dir: Path, *, shared_group: bool) -> None:
    """Replace this forked process by `up`, or by a shell that runs it and then says one more word."""
    script = str(Path(__file__).parents[1] / "support/stand_in_up.py")
    table = f'{{"alpha": {_json(READY + IDLE)}, "beta": {_json(READY + IDLE)}}}'
    os.environ |= {"PORT": str(free_port()), "NATS_PORT": str(free_port()), "DATA_DIR": str(data_dir)}
    command = [sys.executable, script, table]
    if shared_group:
        command = ["sh", "-c", '"$@"; exit 3', "sh", *command]
    os.execvp(command[0], command)  # noqa: S606 - no shell is meant


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"') + '"'


def _drain(terminal: int) -> None:
    """Read what is written to a terminal until nobody is there to write."""
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        return


def _started(data_dir: Path, *, own_group: bool, then: str = "; exit 3") -> Up:
    """Start `up` as an interactive shell does, in a group of its own, or as a script does, in that of the script."""
    up = Up.with_stand_ins(data_dir, script=None if own_group else '"$@"' + then)
    return up.until_ready()


def _watchdog(up: Up) -> psutil.Process:
    [found] = [process for process in up.processes() if any("watchdog.py" in part for part in process.cmdline())]
    return found


def _other_watchdog(up: Up, former: psutil.Process) -> psutil.Process:
    """Wait for the watchdog that takes a dead one's place."""
    former.wait(timeout=PATIENCE_SEC)
    for _ in range(1000):
        found = [
            process
            for process in up.processes()
            if process.status() != psutil.STATUS_ZOMBIE and any("watchdog.py" in part for part in process.cmdline())
        ]
        if found:
            return found[0]
        psutil.wait_procs(up.processes()[:1], timeout=0.02)
    raise AssertionError("no watchdog came back")
