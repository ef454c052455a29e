"""Three pages: /metrics, /healthz, /readyz. Made from the last picture, once a picture; nobody's asking makes anybody work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from gateway.metrics import samples
from gateway.metrics.exposition import CONTENT_TYPE, page
from gateway.metrics.picture import Picture
from gateway.metrics.readiness import Bounds, Check, checks, missing
from gateway.metrics.request import METHODS, Asked, Wrong, is_here
from gateway.vocabulary.clock import Clock

PLAIN: Final = "text/plain; charset=utf-8"
_HEAD: Final = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent: a status, the body, and what the body is."""

    status: HTTPStatus
    body: bytes
    content_type: str = PLAIN

    def spelled(self, method: str) -> bytes:
        """As bytes; HEAD gets the same without its body (RFC 9110 §9.3.2)."""
        fields = {"Content-Type": self.content_type, "Content-Length": str(len(self.body)), **_HEAD}
        if self.status is HTTPStatus.METHOD_NOT_ALLOWED:
            fields["Allow"] = ", ".join(METHODS)
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        body = b"" if method == "HEAD" else self.body
        return f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\n{head}\r\n".encode("ascii") + body


class Pages:
    """Answers requests. Used by one thread; `show` may be called by another."""

    def __init__(self, bounds: Bounds, clock: Clock, *, any_host: bool) -> None:
        """`any_host`: scrapers prove themselves by a certificate, so it does not matter what they call us."""
        self._bounds, self._clock, self._any_host = bounds, clock, any_host
        self._started_at: datetime = clock.now()
        self._picture: Picture | None = None
        self._made: tuple[Picture, Mapping[Check, bool], bytes] | None = None

    def show(self, picture: Picture) -> None:
        """The newest there is."""
        self._picture = picture

    def answer(self, asked: Asked | Wrong) -> Answer:
        """To one request."""
        if isinstance(asked, Wrong):
            return _of_status(asked.status)
        if not self._any_host and not is_here(asked.host):
            return _of_status(HTTPStatus.MISDIRECTED_REQUEST)
        match asked.path:
            case "/metrics":
                return self._metrics()
            case "/healthz":
                return Answer(status=HTTPStatus.OK, body=b"alive\n")
            case "/readyz":
                return self._ready()
            case _:
                return _of_status(HTTPStatus.NOT_FOUND)

    def _ready(self) -> Answer:
        lacking = missing(checks(self._picture, self._bounds, self._clock.monotonic()))
        if lacking:
            said = f"not ready: {', '.join(lacking)}\n"
            return Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, body=said.encode("ascii"))
        return Answer(status=HTTPStatus.OK, body=b"ready\n" + self._beside())

    def _beside(self) -> bytes:
        """What no log-in waits for, and somebody should look at: recordings stay on this machine until the store is back."""
        figures = None if self._picture is None else self._picture.figures
        lost = figures is not None and figures.shelf is not None and figures.shelf.lost
        return b"recording store lost\n" if lost else b""

    def _metrics(self) -> Answer:
        picture = self._picture
        if picture is None:
            return _of_status(HTTPStatus.SERVICE_UNAVAILABLE)
        held = checks(picture, self._bounds, self._clock.monotonic())
        if self._made is None or self._made[0] is not picture or self._made[1] != held:
            found = samples.found(
                picture, held, free_bytes_min=self._bounds.free_bytes_min, started_at=self._started_at
            )
            self._made = (picture, held, page(found))
        return Answer(status=HTTPStatus.OK, body=self._made[2], content_type=CONTENT_TYPE)


def _of_status(status: HTTPStatus) -> Answer:
    return Answer(status=status, body=f"{status.value} {status.phrase}\n".encode("ascii"))
