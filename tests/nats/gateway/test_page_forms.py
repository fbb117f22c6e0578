"""The page over the wire: compressed as the reader likes it, and sent once only."""

import gzip
from pathlib import Path

import pytest

from eventlog import Connection
from tests.support.gateway import running_gateway

SCRIPT = b"export const answer = 42;" * 100
PATHS = ("/", "/schema", "/assets/index-abc123.js")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Build a page; the Brotli form is told apart by its words alone, since no package here reads it."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    for name in ("index.html", "schema.html", "assets/index-abc123.js"):
        (folder / name).write_bytes(SCRIPT)
        (folder / f"{name}.gz").write_bytes(gzip.compress(SCRIPT))
        (folder / f"{name}.br").write_bytes(b"brotli of " + name.encode())
    (folder / "assets" / "font-abc123.woff2").write_bytes(b"font")
    return folder


async def test_each_reader_gets_the_form_that_it_likes(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """Type and caching are those of the file in every form, and caches are told what the form depends on."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        for path in PATHS:
            plain = await gateway.client.get(path, headers={"Accept-Encoding": "identity"})
            assert "content-encoding" not in plain.headers
            for coding in ("gzip", "br"):
                # Read as it came: the client would undo what it accepts.
                async with gateway.client.stream("GET", path, headers={"Accept-Encoding": coding}) as answer:
                    raw = b"".join([chunk async for chunk in answer.aiter_raw()])
                assert answer.headers["content-encoding"] == coding
                assert int(answer.headers["content-length"]) == len(raw) < len(SCRIPT)
                assert (gzip.decompress(raw) == SCRIPT) if coding == "gzip" else raw.startswith(b"brotli of ")
                for name in ("content-type", "cache-control", "vary", "content-security-policy"):
                    assert answer.headers[name] == plain.headers[name]
            assert plain.content == SCRIPT
            assert plain.headers["vary"] == "Accept-Encoding"
            assert plain.headers["cache-control"] == ("no-cache" if "assets" not in path else
                                                      "public, max-age=31536000, immutable")  # fmt: skip


async def test_a_form_that_a_reader_has_is_not_sent_again(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """Each form has a tag of its own; it is 304 for whoever names it, and 200 once the file is another."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        tags = set()
        for coding in ("identity", "gzip"):
            asking = {"Accept-Encoding": coding}
            tag = (await gateway.client.get("/", headers=asking)).headers["etag"]
            tags.add(tag)
            again = await gateway.client.get("/", headers=asking | {"If-None-Match": f'"another", {tag}'})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["vary"] == "Accept-Encoding"
            assert again.headers["cache-control"] == "no-cache"
        assert len(tags) == 2
        (dist / "index.html").write_text("<!doctype html>")
        changed = await gateway.client.get(
            "/", headers={"Accept-Encoding": "identity", "If-None-Match": ", ".join(tags)}
        )
        assert changed.status_code == 200


async def test_a_file_without_forms_is_the_same_for_everybody(
    connection: Connection, tmp_path: Path, dist: Path
) -> None:
    """A font is sent as it is, and a form is no file of its own: else it would be read as what it is a form of."""
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        font = await gateway.client.get("/assets/font-abc123.woff2", headers={"Accept-Encoding": "br, gzip"})
        assert (font.status_code, font.content, font.headers["content-type"]) == (200, b"font", "font/woff2")
        assert not {"vary", "content-encoding"} & font.headers.keys()
        for path in ("/assets/index-abc123.js.br", "/assets/index-abc123.js.gz", "/index.html.gz"):
            assert (await gateway.get(path)).status_code == 404


async def test_a_form_that_leads_out_of_the_folder_is_none(connection: Connection, tmp_path: Path, dist: Path) -> None:
    """A link beside a file gives nothing away that a link in its place would not."""
    (tmp_path / "secret").write_text("secret")
    (dist / "index.html.br").unlink()
    (dist / "index.html.br").symlink_to(tmp_path / "secret")
    async with running_gateway(connection, tmp_path, static_dir=str(dist)) as gateway:
        answer = await gateway.client.get("/", headers={"Accept-Encoding": "br"})
    assert answer.content == SCRIPT
