"""The page and what surrounds it: served whole, cached rightly, and fenced."""

from pathlib import Path

import pytest

from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, running_gateway


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Build a page."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "samples").mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Resume Optimizer</title>")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "samples" / "nurse.txt").write_text("Jané")
    (folder / "assets" / "index-abc123.js").write_text("export {}")
    (folder / "assets" / "index-abc123.css").write_text("a{}")
    (folder.parent / "secret").write_text("secret")
    (folder / "assets" / "leak").symlink_to(folder.parent / "secret")
    return folder


async def test_every_path_of_the_page_is_its_document(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """`/` and `/jobs/…` give the document, asked for anew each time, fenced by a policy that lets no script in."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        for path in ("/", f"/jobs/{JOB}", "/jobs/a/b"):
            answer = await gateway.get(path)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.text == (dist / "index.html").read_text()
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy
            assert "script-src" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"


async def test_assets_are_kept_for_ever(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """What has its content's hash in its name is immutable; other files are asked for anew."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        for path, kind in (("assets/index-abc123.js", "text/javascript"), ("assets/index-abc123.css", "text/css")):
            answer = await gateway.get(f"/{path}")
            assert answer.headers["content-type"].startswith(kind)
            assert "immutable" in answer.headers["cache-control"]
        assert (await gateway.get("/favicon.svg")).headers["content-type"] == "image/svg+xml"
        assert (await gateway.get("/favicon.svg")).headers["cache-control"] == "no-cache"
        assert (await gateway.get("/samples/nurse.txt")).text == "Jané"


async def test_nothing_outside_of_the_page_is_served(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """No way of writing a path leads out of the folder, nor does a link in it."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        for path in (
            "/../secret",
            "/assets/../../secret",
            "/assets/%2e%2e/%2e%2e/secret",
            "/assets/..%2f..%2fsecret",
            "/assets//etc/passwd",
            "/%2fetc%2fpasswd",
            "/assets/leak",
            "/assets",
            "/assets/",
            "/nothing.js",
            "/assets/%00",
            f"/assets/{'a' * 5000}",
        ):
            answer = await gateway.get(path)
            assert answer.status_code == 404, path
            assert answer.json()["code"] == "no_such_path"


async def test_a_page_that_was_not_built_is_said_so(gateway: RunningGateway) -> None:
    """Where there is no page, a sentence says how to get one; the API works."""
    answer = await gateway.get("/")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "./justw setup" in answer.text
    assert (await gateway.get("/health/ready")).json() == {"status": "ready", "missing": []}


@pytest.mark.parametrize(
    "call",
    [("GET", "/api", 404), ("GET", "/api/nothing", 404), ("POST", "/api/nothing", 404), ("DELETE", "/", 405),
     ("GET", "/api/pipeline/start", 405), ("PUT", f"/api/jobs/{JOB}/snapshot", 405)],
    ids=lambda call: " ".join(map(str, call)),
)  # fmt: skip
async def test_what_is_not_there_is_a_problem_too(gateway: RunningGateway, call: tuple[str, str, int]) -> None:
    """Unknown paths and methods are answered as every other error is."""
    method, path, status = call
    answer = await gateway.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == ("no_such_path" if status == 404 else "method_not_allowed")


async def test_the_reference_of_the_api_is_a_document_of_the_page(
    connection: Connection, tmp_path: Path, dist: Path
) -> None:
    """`/schema` gives it, under the same policy: nobody else can be asked; where it is not built, it says how."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        assert (await gateway.get("/schema")).status_code == 503
        (dist / "schema.html").write_text("<!doctype html><title>API</title>")
        answer = await gateway.get("/schema")
    assert (answer.status_code, answer.text) == (200, (dist / "schema.html").read_text())
    assert "default-src 'self'" in answer.headers["content-security-policy"]
