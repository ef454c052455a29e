"""The monitor's port against whoever reaches it: slow, large, many, wrong, uninvited. Another scraper is served all the while."""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.metrics.answers import Pages
from gateway.metrics.endpoint import Endpoint
from gateway.metrics.readiness import Bounds
from gateway.settings.schema import Metrics
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import monitor
from tests.gateway.metrics.a_picture import GIB, a_picture

GET = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"


def pages(any_host: bool = False) -> Pages:
    made = Pages(Bounds(age_seconds_max=30.0, free_bytes_min=GIB), SystemClock(), any_host=any_host)
    made.show(a_picture(taken=time.monotonic()))
    return made


@asynccontextmanager
async def served(**bounds: Any) -> AsyncIterator[int]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    endpoint = Endpoint(pages(any_host="tls" in bounds).answer, **bounds)
    await endpoint.open(listener)
    try:
        yield listener.getsockname()[1]
    finally:
        await endpoint.close()


async def ask(port: int, sent: bytes = GET, tls: ssl.SSLContext | None = None) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    writer.write(sent)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


async def is_served(port: int) -> bool:
    return (await ask(port)).startswith(b"HTTP/1.1 200")


def walk(steps: Callable[[], Any]) -> None:
    asyncio.run(steps())


def test_who_says_nothing_is_dropped_and_holds_up_nobody() -> None:
    async def steps() -> None:
        async with served(seconds_max=0.5) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert await is_served(port)
            began = time.monotonic()
            assert await asyncio.wait_for(reader.read(), 5) == b""
            assert time.monotonic() - began < 3
            writer.close()

    walk(steps)


def test_a_request_that_drips_has_no_longer_than_another() -> None:
    async def steps() -> None:
        async with served(seconds_max=0.5) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            began = time.monotonic()

            async def drip() -> None:
                for at in range(len(GET)):
                    writer.write(GET[at : at + 1])
                    await writer.drain()
                    await asyncio.sleep(0.1)

            dripping = asyncio.ensure_future(drip())
            assert await is_served(port)
            try:
                said = await asyncio.wait_for(reader.read(), 5)
            except ConnectionResetError:
                said = b""
            assert said == b""
            assert time.monotonic() - began < 3
            dripping.cancel()
            writer.close()

    walk(steps)


def test_who_reads_nothing_of_a_large_page_is_dropped() -> None:
    async def steps() -> None:
        large = Endpoint(lambda _: _Huge(), seconds_max=0.5)
        listener = socket.create_server(("127.0.0.1", 0))
        await large.open(listener)
        client = socket.create_connection(listener.getsockname())
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(GET)
        await asyncio.sleep(0.1)
        assert len(large._here) == 1
        await asyncio.sleep(1.0)
        assert len(large._here) == 0
        client.close()
        await large.close()

    walk(steps)


class _Huge:
    """An answer no socket's buffers hold."""

    def spelled(self, _method: str) -> bytes:
        return b"x" * (64 << 20)


def test_a_flood_of_silent_connections_costs_a_bound_and_a_scraper_is_served_in_it() -> None:
    async def steps() -> None:
        async with served(connections_max=16) as port:
            flood = []
            for _ in range(300):
                flood.append(await asyncio.open_connection("127.0.0.1", port))
                if len(flood) % 50 == 0:
                    assert await is_served(port)
            assert await is_served(port)
            await asyncio.sleep(0.2)
            open_now = 0
            for reader, _ in flood:
                try:
                    await asyncio.wait_for(reader.read(), 0.005)
                except TimeoutError:
                    open_now += 1
                except ConnectionResetError:
                    continue
            assert open_now <= 16
            for _, writer in flood:
                writer.close()

    walk(steps)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", b"400"),
        (b"POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", b"405"),
        (b"GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"421"),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
        (b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n", b"400"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 2000 + b"\r\n", b"431"),
        (b"G" * 1_000_000, b"431"),
    ],
)
def test_what_is_no_request_of_ours_hears_why_and_nothing_else(sent: bytes, status: bytes) -> None:
    async def steps() -> None:
        async with served() as port:
            said = await ask(port, sent)
            assert said.startswith(b"HTTP/1.1 " + status)
            assert b"sekisho_" not in said
            assert said.count(b"HTTP/1.1 ") == 1
            assert await is_served(port)

    walk(steps)


def test_a_thousand_resets_leave_nothing_behind() -> None:
    async def steps() -> None:
        async with served() as port:
            for _ in range(1000):
                client = socket.socket()
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                client.connect(("127.0.0.1", port))
                client.send(GET[:20])
                client.close()
                await asyncio.sleep(0)
            assert await is_served(port)

    walk(steps)


# -- elsewhere than on this machine: only who shows a certificate ----------------------------------------------------------


def _name(said: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, said)])


class Authority:
    """Makes certificates for one test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name, self.key = folder, name, ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.crt"
        made = self._begun(name, self.key, days=10).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, days: int = 5) -> tuple[Path, Path]:
        """The files of a certificate for 127.0.0.1 and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        addressed = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        made = self._begun(name, key, days).add_extension(addressed, critical=False).sign(self.key, hashes.SHA256())
        crt, pem = self.folder / f"{self.name}-{name}.crt", self.folder / f"{self.name}-{name}.key"
        crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return crt, pem

    def _begun(self, name: str, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=20))
            .not_valid_after(now + timedelta(days=days))
        )


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def tls(ours: Authority) -> Callable[[], ssl.SSLContext]:
    certificate, key = ours.issue("server")
    made = monitor._tls(Metrics(port=0, certificate=certificate, key=key, clients=ours.file))
    assert made is not None
    return made


def client(authority: Authority, shown: tuple[Path, Path] | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(authority.file))
    if shown is not None:
        context.load_cert_chain(*shown)
    return context


async def refused(port: int, context: ssl.SSLContext | None) -> bool:
    """Whether nothing of the page comes: with TLS 1.3 a client hears of its refusal only when it reads."""
    try:
        return b"HTTP" not in await ask(port, tls=context)
    except (OSError, ssl.SSLError):
        return True


def test_a_scraper_with_a_certificate_of_the_authority_is_served(ours: Authority, tls: Any) -> None:
    async def steps() -> None:
        async with served(tls=tls) as port:
            said = await ask(port, GET.replace(b"localhost", b"sekisho.example"), client(ours, ours.issue("scraper")))
            assert said.startswith(b"HTTP/1.1 200")
            assert said.endswith(b"\n")

    walk(steps)


def test_nobody_else_is(ours: Authority, tls: Any, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "stranger")
    assert tls().minimum_version is ssl.TLSVersion.TLSv1_2

    async def steps() -> None:
        async with served(tls=tls, seconds_max=2.0) as port:
            assert await refused(port, client(ours, None))
            assert await refused(port, client(ours, stranger.issue("scraper")))
            assert await refused(port, client(ours, ours.issue("late", days=-1)))
            assert await refused(port, None)  # in the clear
            old = client(ours, ours.issue("scraper"))
            with pytest.warns(DeprecationWarning, match="TLSv1_1"):
                old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            assert await refused(port, old)
            assert (await ask(port, tls=client(ours, ours.issue("again")))).startswith(b"HTTP/1.1 200")

    walk(steps)


def test_a_handshake_that_never_goes_on_holds_a_place_for_seconds_only(ours: Authority, tls: Any) -> None:
    async def steps() -> None:
        async with served(tls=tls, seconds_max=0.5, connections_max=4) as port:
            hanging = [await asyncio.open_connection("127.0.0.1", port) for _ in range(12)]
            for _, writer in hanging:
                writer.write(b"\x16\x03\x01")
            assert (await ask(port, tls=client(ours, ours.issue("scraper")))).startswith(b"HTTP/1.1 200")
            for reader, writer in hanging:
                with suppress(ConnectionResetError):
                    assert await asyncio.wait_for(reader.read(), 5) == b""
                writer.close()

    walk(steps)


def test_a_new_certificate_is_shown_without_a_restart(ours: Authority) -> None:
    certificate, key = ours.issue("server")
    tls = monitor._tls(Metrics(port=0, certificate=certificate, key=key, clients=ours.file))

    async def shown(port: int) -> bytes:
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client(ours, ours.issue("scraper")))
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return bytes(found)

    async def steps() -> None:
        async with served(tls=tls) as port:
            first = await shown(port)
            ours.issue("server")
            assert await shown(port) != first

    walk(steps)


@pytest.mark.parametrize("broken", ["certificate", "key", "clients"])
def test_a_file_that_cannot_be_used_stops_the_start(ours: Authority, tmp_path: Path, broken: str) -> None:
    certificate, key = ours.issue("server")
    files = {"certificate": certificate, "key": key, "clients": ours.file}
    files[broken] = tmp_path / "none.pem"
    with pytest.raises(GatewayFault, match="cannot be used"):
        monitor._tls(Metrics(port=0, **files))
    files[broken].write_text("nonsense")
    with pytest.raises(GatewayFault, match="cannot be used"):
        monitor._tls(Metrics(port=0, **files))
