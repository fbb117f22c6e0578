"""Chromium's `EventSource`, in a page that lies beside the gateway."""

import asyncio
import json
import os
import signal
import tempfile
from contextlib import suppress

from tests.conformance.mutants.proxy import Asked
from tests.conformance.sse import Message
from tests.support.chromium import chromium

_PAGE = """<!doctype html><title>Reader</title><script>
const heard = [];
const source = new EventSource(%s);
const take = (event) => (message) => heard.push({ event, id: message.lastEventId, data: message.data });
source.onmessage = take("message");
source.addEventListener("control", take("control"));
source.onerror = () => {
  if (source.readyState === EventSource.CLOSED) fetch("/heard", { method: "POST", body: JSON.stringify(heard) });
};
</script>"""
_OPTIONS = (
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


class Browser:
    """One page in one browser. `serve` belongs to whoever serves the page's address."""

    def __init__(self) -> None:
        self._heard: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()

    def serve(self, asked: Asked, body: bytes) -> bytes | None:
        """Give the page, and take what it heard."""
        path, _, stream = asked.target.partition("?")
        if path == "/reader":
            return (_PAGE % json.dumps(stream)).encode()
        if path == "/heard":
            self._heard.set_result([Message(**one) for one in json.loads(body)])
            return b""
        return None

    async def read(self, url: str, target: str) -> list[Message]:
        """Open the page, and give what it has heard when `EventSource` has stopped."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
            process = await asyncio.create_subprocess_exec(
                str(chromium()),
                *_OPTIONS,
                *as_root,
                f"--user-data-dir={folder}",
                f"{url}/reader?{target}",
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                return await self._heard
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
