import asyncio
import socket
from contextlib import asynccontextmanager
from http import HTTPStatus

from gateway.metrics.answers import Answer
from gateway.metrics.endpoint import Endpoint
from gateway.metrics.request import Wrong

GET = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"


def answer(asked):
    if isinstance(asked, Wrong):
        return Answer(status=asked.status, body=b"wrong\n")
    if asked.path == "/defect":
        raise ValueError("a word the table does not know")
    return Answer(status=HTTPStatus.OK, body=asked.path.encode() * 3)


@asynccontextmanager
async def served(**bounds):
    listener = socket.create_server(("127.0.0.1", 0))
    endpoint = Endpoint(answer, **bounds)
    await endpoint.open(listener)
    try:
        yield listener.getsockname()[1]
    finally:
        await endpoint.close()


async def ask(port, sent=GET):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()


def test_a_request_gets_its_answer_and_the_end():
    async def walk():
        async with served() as port:
            said = await ask(port)
            assert said.startswith(b"HTTP/1.1 200 OK\r\n")
            assert said.endswith(b"\r\n\r\n/metrics/metrics/metrics")

    asyncio.run(walk())


def test_a_request_in_pieces_is_one_request():
    async def walk():
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for at in range(len(GET)):
                writer.write(GET[at : at + 1])
                await writer.drain()
            assert (await reader.read()).startswith(b"HTTP/1.1 200")
            writer.close()

    asyncio.run(walk())


def test_what_follows_a_request_is_not_another_one():
    async def walk():
        async with served() as port:
            assert (await ask(port, GET + GET)).count(b"HTTP/1.1 200") == 1

    asyncio.run(walk())


def test_a_request_without_an_end_is_refused_by_its_size():
    async def walk():
        async with served() as port:
            said = await ask(port, b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000)
            assert said.startswith(b"HTTP/1.1 431 ")

    asyncio.run(walk())


def test_a_defect_of_ours_is_said_as_500_and_shows_nothing():
    async def walk():
        async with served() as port:
            said = await ask(port, GET.replace(b"/metrics", b"/defect"))
            assert said.startswith(b"HTTP/1.1 500 ")
            assert b"table" not in said

    asyncio.run(walk())


def test_many_at_once_each_get_theirs():
    async def walk():
        async with served() as port:
            said = await asyncio.gather(*(ask(port) for _ in range(40)))
            assert all(each.startswith(b"HTTP/1.1 200") for each in said)

    asyncio.run(walk())
