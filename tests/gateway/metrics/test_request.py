from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.metrics.request import HEAD_BYTES_MAX, Asked, Wrong, is_here, read

BAD, LARGE = HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


def head(first="GET /metrics HTTP/1.1", *fields):
    return "\r\n".join((first, *(fields or ("Host: localhost:9464",)), "", "")).encode("latin-1")


def test_what_a_scraper_sends_is_understood():
    asked = read(
        head("GET /metrics HTTP/1.1", "Host: 127.0.0.1:9464", "User-Agent: Prometheus/3.5", "Accept: a;q=0.5,*/*;q=0.1")
    )
    assert asked == Asked(method="GET", path="/metrics", host="127.0.0.1")


def test_a_probe_may_speak_1_0_without_a_host():
    assert read(b"HEAD /healthz HTTP/1.0\r\n\r\n") == Asked(method="HEAD", path="/healthz", host="")


def test_an_address_of_ipv6_keeps_its_colons():
    assert read(head("GET / HTTP/1.1", "Host: [::1]:9464")) == Asked(method="GET", path="/", host="[::1]")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (head("POST /metrics HTTP/1.1"), HTTPStatus.METHOD_NOT_ALLOWED),
        (head("DELETE /metrics HTTP/1.1"), HTTPStatus.METHOD_NOT_ALLOWED),
        (head("TRACE /metrics HTTP/1.1"), HTTPStatus.METHOD_NOT_ALLOWED),
        (head("get /metrics HTTP/1.1"), BAD),
        (head("GET /metrics HTTP/2.0"), BAD),
        (head("GET /metrics"), BAD),
        (head("GET  /metrics HTTP/1.1"), BAD),
        (head("GET metrics HTTP/1.1"), BAD),
        (head("GET http://elsewhere/ HTTP/1.1"), BAD),
        (head("GET /" + "a" * 300 + " HTTP/1.1"), BAD),
        (head("GET /m\xe9 HTTP/1.1"), BAD),
        (head("GET /a\tb HTTP/1.1"), BAD),
        (head("GET / HTTP/1.1", "Accept: a"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "Host: b"), BAD),
        (head("GET / HTTP/1.1", "Host: a", " folded"), BAD),
        (head("GET / HTTP/1.1", "Host : a"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "no field"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "Content-Length: 5"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "X: a\rb"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "X: a\nb"), BAD),
        (head("GET / HTTP/1.1", "Host: a", "X: \0"), BAD),
        (head("GET / HTTP/1.1", "Host: a", *["X: y"] * 64), LARGE),
        (head("GET / HTTP/1.1", "Host: a", "X: " + "y" * HEAD_BYTES_MAX), LARGE),
        (b"\r\n\r\n", BAD),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", BAD),
    ],
)
def test_everything_else_is_refused_by_its_status(sent, status):
    assert read(sent) == Wrong(status)


@given(st.binary(max_size=400))
def test_no_bytes_break_it(sent):
    assert isinstance(read(sent), Asked | Wrong)


@given(st.text(max_size=60))
def test_no_field_becomes_a_line_of_its_own(said):
    found = read(head("GET / HTTP/1.1", "Host: a", f"X: {said.encode('utf-8', 'replace').decode('latin-1')}"))
    assert found == Wrong(BAD) or found == Asked(method="GET", path="/", host="a")


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "127.8.8.8", "[::1]", "10.1.2.3"])
def test_addresses_and_this_machine_are_what_we_are_called(host):
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "sekisho", "[::1", "a]"]
)
def test_a_name_that_a_browser_was_led_here_by_is_not(host):
    assert not is_here(host)
