"""Starting a job with files, through the real server."""

import asyncio

from contracts import subjects
from contracts.control import Start, decode_control
from contracts.ids import parse_job_id
from eventlog import Connection
from gateway.start.files import FILE_LIMIT_BYTES
from tests.support.gateway import RunningGateway
from tests.support.made_files import word_file
from tests.support.nats_server import NatsServer, stored

URL = "/api/pipeline/start"
RESUME = "Jane Roe\n\nExperience\nStaff Nurse, Harbour Clinic, 2019 – present\n• Led the night shift\n"
POSTING = "# Staff nurse wanted\n\nYou must have experience in night shifts.\n"


async def test_files_are_stored_as_their_texts(gateway: RunningGateway, connection: Connection) -> None:
    """What httpx and browsers send: two files, whatever they are called, become the documents of the first step."""
    resume = ("cv.docx", RESUME.encode("utf-16"), "application/pdf")
    files = {"resume_file": resume, "job_file": ("1.exe", POSTING.encode(), "image/png")}
    answer = await gateway.client.post(URL, files=files, data={"job_text": "", "profile_text": "Speaks Finnish."})
    assert answer.status_code == 202, answer.text
    (fact,) = await connection.log.read(subjects.control(parse_job_id(answer.json()["job_id"])))
    start = decode_control(fact.data)
    assert isinstance(start, Start)
    documents = {name: await connection.documents.get(ref) for name, ref in start.documents.items()}
    assert documents == {
        "resume_upload": RESUME.encode(),
        "job_upload": POSTING.encode(),
        "profile_upload": b"Speaks Finnish.",
    }


async def test_pdf_and_word_files_are_stored_unread(gateway: RunningGateway, connection: Connection) -> None:
    """Up to 5 MB, byte by byte: what is in them is the first step's business."""
    pdf, word = b"%PDF-1.7\n" + b"\0" * (FILE_LIMIT_BYTES - 9), word_file()
    answer = await gateway.client.post(URL, files={"resume_file": ("a.txt", pdf, "text/plain"), "job_file": word})
    assert answer.status_code == 202, answer.text
    (fact,) = await connection.log.read(subjects.control(parse_job_id(answer.json()["job_id"])))
    start = decode_control(fact.data)
    assert isinstance(start, Start)
    documents = {name: await connection.documents.get(ref) for name, ref in start.documents.items()}
    assert documents == {"resume_upload": pdf, "job_upload": word}


async def test_a_key_means_the_same_start_however_it_is_written(gateway: RunningGateway) -> None:
    """A form and JSON with the same texts are one job; other texts with the same key are a conflict."""
    headers = {"Idempotency-Key": "order-66"}
    first = await gateway.client.post(URL, files={"resume_file": RESUME}, data={"job_text": POSTING}, headers=headers)
    again = await gateway.client.post(URL, json={"resume_text": RESUME, "job_text": POSTING}, headers=headers)
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    other = await gateway.client.post(URL, files={"resume_file": "Jane"}, data={"job_text": POSTING}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


async def test_a_file_that_is_refused_leaves_no_trace(gateway: RunningGateway, server: NatsServer) -> None:
    """An old Word file, a large file and a form of the wrong kind are answered with a problem; nothing is written."""
    before = await stored(server)
    calls = [
        (await gateway.client.post(URL, files={"resume_file": b"\xd0\xcf\x11\xe0 "}, data={"job_text": POSTING}), 415),
        (await gateway.client.post(URL, files={"resume_file": b"a" * (FILE_LIMIT_BYTES + 1), "job_file": b"a"}), 413),
        (await gateway.client.post(URL, files={"resume_file": b"a" * 20_000_000}), 413),
        (await gateway.client.post(URL, content=b"x", headers={"Content-Type": "multipart/form-data"}), 400),
        (await gateway.client.post("/api/pipeline/run", files={"resume_file": b"\x89PNG"}), 415),
    ]
    for answer, status in calls:
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert calls[1][0].json()["limit"] == FILE_LIMIT_BYTES
    assert calls[1][0].json()["field"] == "resume_file"
    assert await stored(server) == before


async def test_a_caller_that_leaves_in_the_middle_of_a_form_starts_nothing(
    gateway: RunningGateway, server: NatsServer
) -> None:
    """Half a form is no start, and the next caller is served."""
    before = await stored(server)
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(
        f"POST {URL} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        'Content-Length: 9999\r\n\r\n--x\r\nContent-Disposition: form-data; name="resume_text"\r\n\r\nJane'.encode()
    )
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    assert await stored(server) == before
    answer = await gateway.client.post(URL, json={"resume_text": RESUME, "job_text": POSTING})
    assert answer.status_code == 202
