from http import HTTPStatus

import msgspec
import pytest

from gateway.metrics.answers import Answer, Pages
from gateway.metrics.readiness import Bounds
from gateway.metrics.request import Asked, Wrong
from tests.gateway.metrics.a_picture import GIB, NOW, SHELF, a_picture, some_figures
from tests.gateway.metrics.a_text import read


class Clock:
    def __init__(self):
        self.seconds = 1001.0

    def now(self):
        return NOW

    def monotonic(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pages(clock):
    return Pages(Bounds(age_seconds_max=30.0, free_bytes_min=GIB), clock, any_host=False)


def get(pages, path, host="localhost", method="GET"):
    return pages.answer(Asked(method=method, path=path, host=host))


def test_before_the_first_look_it_lives_and_is_not_ready(pages):
    assert get(pages, "/healthz").body == b"alive\n"
    assert get(pages, "/readyz").status is HTTPStatus.SERVICE_UNAVAILABLE
    assert get(pages, "/metrics").status is HTTPStatus.SERVICE_UNAVAILABLE


def test_ready_says_so_and_not_ready_says_what_is_missing(pages):
    pages.show(a_picture())
    assert (get(pages, "/readyz").status, get(pages, "/readyz").body) == (HTTPStatus.OK, b"ready\n")
    pages.show(a_picture(keeper_seconds=None, figures=some_figures(clock_trusted=False)))
    answer = get(pages, "/readyz")
    assert (answer.status, answer.body) == (HTTPStatus.SERVICE_UNAVAILABLE, b"not ready: keeper, clock\n")


def test_a_store_of_recordings_that_is_lost_is_said_and_stops_nobody(pages):
    lost = msgspec.structs.replace(SHELF, lost=True)
    pages.show(a_picture(figures=some_figures(shelf=lost)))
    answer = get(pages, "/readyz")
    assert (answer.status, answer.body) == (HTTPStatus.OK, b"ready\nrecording store lost\n")
    assert read(get(pages, "/metrics").body)["sekisho_store_up"].samples["sekisho_store_up", "", ""] == 0


def test_a_page_is_made_once_a_picture(pages):
    pages.show(a_picture())
    first = get(pages, "/metrics").body
    assert get(pages, "/metrics").body is first
    pages.show(a_picture())
    assert get(pages, "/metrics").body is not first


def test_a_picture_that_grew_old_is_no_longer_ready_on_its_page_either(pages, clock):
    pages.show(a_picture())
    assert read(get(pages, "/metrics").body)["sekisho_ready"].samples["sekisho_ready", "", ""] == 1
    clock.seconds += 60
    assert read(get(pages, "/metrics").body)["sekisho_ready"].samples["sekisho_ready", "", ""] == 0


@pytest.mark.parametrize(
    "path", ["/", "/metrics/", "/metrics?x=1", "//metrics", "/../metrics", "/healthz%00", "/debug"]
)
def test_no_other_page_exists(pages, path):
    assert get(pages, path).status is HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz"])
def test_a_browser_that_was_led_here_by_a_name_reads_nothing(pages, path):
    pages.show(a_picture())
    assert get(pages, path, host="evil.example").status is HTTPStatus.MISDIRECTED_REQUEST


def test_whoever_shows_a_certificate_may_call_us_as_he_likes(clock):
    pages = Pages(Bounds(age_seconds_max=30.0, free_bytes_min=GIB), clock, any_host=True)
    pages.show(a_picture())
    assert get(pages, "/readyz", host="sekisho.example").status is HTTPStatus.OK


def test_a_wrong_request_hears_its_status(pages):
    assert pages.answer(Wrong(HTTPStatus.BAD_REQUEST)).status is HTTPStatus.BAD_REQUEST


def test_an_answer_byte_for_byte():
    assert Answer(status=HTTPStatus.OK, body=b"ready\n").spelled("GET") == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\nCache-Control: no-store\r\n"
        b"Connection: close\r\nContent-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n\r\nready\n"
    )


def test_head_is_told_how_long_the_page_would_be():
    said = Answer(status=HTTPStatus.OK, body=b"ready\n").spelled("HEAD")
    assert b"Content-Length: 6\r\n" in said
    assert said.endswith(b"\r\n\r\n")


def test_a_wrong_method_is_told_the_right_ones():
    assert b"Allow: GET, HEAD\r\n" in Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, body=b"").spelled("GET")
