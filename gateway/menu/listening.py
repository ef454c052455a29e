"""A channel's requests while the menu is shown: each is answered by the channel's own table, and its size is followed.

The queue is the channel's own, and whoever carries the session reads on where this stops: nothing is lost or taken twice,
because this thread ends at a mark of its own in the queue and keeps its hands off what comes after it.
"""

import threading
from collections.abc import Callable
from typing import Final

from gateway.menu.ports import Client
from gateway.relay.ssh.messages import ChannelRequest

_MARK: Final = ChannelRequest("", want_reply=False, fields=b"")  # known by identity: a client can send an equal one


class Listening:
    """`on_request` after each, and `on_gone` at the end of all requests, are called on this thread."""

    def __init__(self, client: Client, on_request: Callable[[], None], on_gone: Callable[[], None]) -> None:
        self._client, self._on_request, self._on_gone = client, on_request, on_gone
        self._requests = client.transport.requests_of(client.channel)
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="menu-requests", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Every request that came before this has been handled; none that comes later will be touched.

        Raises what went wrong while they were handled.
        """
        if self._thread.is_alive():
            self._requests.put(_MARK)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while (request := self._requests.get()) is not _MARK:
                if request is None:
                    self._on_gone()
                    return
                self._client.meanwhile(request)
                self._on_request()
        except Exception as failure:  # noqa: BLE001  # raised again by close()
            self._failure = failure
            self._on_gone()
