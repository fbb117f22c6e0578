"""nginx in front of a gateway, as operators have it: with the configuration that we ship, or with an ordinary one."""

import contextlib
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import trustme

from tests.support.eventually import eventually
from tests.support.nats_server import free_port
from tests.support.programs import installed
from tests.support.services import ROOT

SHIPPED = ROOT / "deploy/nginx/gateway.conf"
NAME = "resume.example.org"
_DEBIANS = Path("/usr/sbin/nginx")
"""Where Debian's package puts it; not on everybody's PATH."""
_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    gzip_types *;
    gzip_min_length 1;
    gzip_proxied any;
    {site}
}}
"""
"""What a machine's own nginx.conf may well say: compress everything, whatever it is."""
ORDINARY = """
server {{
    listen 127.0.0.1:{port};
    location / {{
        proxy_pass http://127.0.0.1:{gateway};
        {more}
    }}
}}
"""
"""What everybody writes first: buffering as it is by default, and HTTP/1.0 to the gateway."""
KEPT_OPEN = 'proxy_http_version 1.1; proxy_set_header Connection "";'


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """A running nginx."""

    url: str
    port: int
    plain_port: int
    """Where it listens without TLS."""
    trusted: ssl.SSLContext

    def client(self, *, http2: bool = False) -> httpx.AsyncClient:
        """Make a client that sends everything to it; over TLS to the name of its certificate."""
        return httpx.AsyncClient(
            base_url=self.url,
            timeout=20,
            verify=self.trusted,
            http2=http2,
            http1=not http2,
            limits=httpx.Limits(max_connections=None),
        )


def nginx() -> Path:
    """Find nginx, or install it.

    Raises:
        SystemExit: There is none; the message says which three ways there are.
    """
    return installed("nginx", "nginx", _there)


@contextlib.asynccontextmanager
async def ordinary_nginx(folder: Path, gateway_port: int, *, more: str = "") -> AsyncIterator[Proxy]:
    """Run nginx with what everybody writes first, over plain HTTP; `more` stands where the gateway is named."""
    port = free_port()
    async with _running(folder, ORDINARY.format(port=port, gateway=gateway_port, more=more)):
        yield Proxy(url=f"http://127.0.0.1:{port}", port=port, plain_port=port, trusted=ssl.create_default_context())


@contextlib.asynccontextmanager
async def shipped_nginx(folder: Path, gateway_port: int, *, silence_sec: int = 90) -> AsyncIterator[Proxy]:
    """Run nginx with the file that we ship; what its comments ask to change is changed, and how long it is patient."""
    port, plain_port = free_port(), free_port()
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", NAME)
    certificate.cert_chain_pems[0].write_to_path(folder / "site.pem")
    certificate.private_key_pem.write_to_path(folder / "site.key")
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    changes = {
        "server 127.0.0.1:8080;": f"server 127.0.0.1:{gateway_port};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        f"/etc/ssl/certs/{NAME}.pem": f"{folder}/site.pem",
        f"/etc/ssl/private/{NAME}.key": f"{folder}/site.key",
        "/var/log/nginx/resume-optimizer.log": f"{folder}/site.log",
        "proxy_read_timeout 90s;": f"proxy_read_timeout {silence_sec}s;",
    }
    async with _running(folder, _changed(SHIPPED.read_text(), changes)):
        yield Proxy(url=f"https://127.0.0.1:{port}", port=port, plain_port=plain_port, trusted=trusted)


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@contextlib.asynccontextmanager
async def _running(folder: Path, site: str) -> AsyncIterator[None]:
    program = nginx()
    configuration, said = folder / "nginx.conf", folder / "nginx.said"
    user = "user root;" if os.geteuid() == 0 else ""  # workers have to reach the test's folder, as we do
    configuration.write_text(_MAIN.format(folder=folder, site=site, user=user))
    with said.open("wb") as output:
        process = subprocess.Popen(  # noqa: ASYNC220, returns at once
            [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)],
            stdout=output,
            stderr=output,
        )
    try:
        await eventually(lambda: process.poll() is not None or (folder / "nginx.pid").exists())
        assert process.poll() is None, said.read_text()
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _there() -> Path | None:
    found = shutil.which("nginx")
    return Path(found) if found else (_DEBIANS if _DEBIANS.exists() else None)
