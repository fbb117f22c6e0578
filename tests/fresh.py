"""`./justw fresh`: what a newcomer meets. Clones HEAD into a temporary folder and runs the two commands of the README.

HOME is empty, and PATH holds coreutils, git, sh, bash, python3 and apt-get only. Two things are asked: `up` prints the
address of a working page within 120 s and, started again, within 5 s; `test` is green. The real data is put beside
the clone where it is beside this checkout. What the browser left of a test that failed, its trace, is kept in `.cache`.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.support.nats_server import free_port

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".cache/fresh"
FIRST_SEC = 120.0
SECOND_SEC = 5.0
ALLOWED = ("git", "sh", "bash", "apt-get")
COREUTILS = (  # noqa: SIM905 - a hundred lines of one word each say nothing more
    "[ arch b2sum base32 base64 basename basenc cat chgrp chmod chown cksum comm cp csplit cut date dd df dir "
    "dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link "
    "ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr "
    "printenv printf ptx pwd readlink realpath rm rmdir seq sha1sum sha224sum sha256sum sha384sum sha512sum "
    "shred shuf sleep sort split stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate "
    "tsort tty uname unexpand uniq unlink users vdir wc who whoami yes"
).split()
PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "TERM")


def main() -> int:
    """Try it.

    Returns:
        0 if both commands did what the README says, else 1.
    """
    with tempfile.TemporaryDirectory(prefix="fresh-") as name:
        folder = Path(name)
        clone = folder / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        if (ROOT.parent / "shared").is_dir():
            (folder / "shared").symlink_to(ROOT.parent / "shared")
        environment = bare_environment(folder)
        first = seconds_until_ready(clone, environment)
        second = seconds_until_ready(clone, environment)
        began = time.monotonic()
        tests = subprocess.run(["./justw", "test"], cwd=clone, env=environment, check=False).returncode
        print(f"first start  {first:6.1f} s (at most {FIRST_SEC:g})")
        print(f"second start {second:6.1f} s (at most {SECOND_SEC:g})")
        print(f"tests        {time.monotonic() - began:6.1f} s, status {tests}")
        traces = clone / "web/test-results"
        if tests != 0 and traces.is_dir():
            shutil.copytree(traces, KEPT, dirs_exist_ok=True)
            print(f"traces       {KEPT.relative_to(ROOT)}")
        return int(first > FIRST_SEC or second > SECOND_SEC or tests != 0)


def bare_environment(folder: Path) -> dict[str, str]:
    """Make an environment with an empty HOME, and a PATH of little more than coreutils."""
    home, programs = folder / "home", folder / "bin"
    home.mkdir()
    programs.mkdir()
    for name in (*COREUTILS, *ALLOWED):
        if (found := shutil.which(name)) is not None:
            (programs / name).symlink_to(found)
    (programs / "python3").symlink_to(Path(sys.base_prefix) / "bin/python3")
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**passed_on, "HOME": str(home), "PATH": str(programs), "LANG": "C.UTF-8"}


def seconds_until_ready(clone: Path, environment: dict[str, str]) -> float:
    """Run `./justw up` until it says where the page is, look at the page, and end it with Ctrl-C.

    Returns:
        Seconds from the start to the address.

    Raises:
        RuntimeError: It ended without an address, or the page is none.
    """
    ports = {"PORT": str(free_port()), "NATS_PORT": str(free_port())}
    began = time.monotonic()
    up = subprocess.Popen(
        ["./justw", "up"],
        cwd=clone,
        env={**environment, **ports},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with up:
        assert up.stdout is not None
        address = ""
        for line in up.stdout:
            print(f"{time.monotonic() - began:6.1f} s  {line}", end="", flush=True)
            if line.startswith("ready: "):
                address = line.split()[1]
                break
        taken = time.monotonic() - began
        if not address:
            raise RuntimeError(f"`up` ended with status {up.wait()} before it was ready")
        with urllib.request.urlopen(address) as page:  # noqa: S310 - our own address, printed by `up`
            if b'<script type="module"' not in page.read():
                raise RuntimeError(f"{address} is not the page")
        up.send_signal(signal.SIGINT)
        for line in up.stdout:
            print(f"{time.monotonic() - began:6.1f} s  {line}", end="", flush=True)
    return taken


if __name__ == "__main__":
    sys.exit(main())
