"""The host keys that answer at one address, for somebody to compare before a target is registered. Trust is his to give.

One TCP address, and only that one; bounded in time whatever a name server or the peer does, and a few at once. Of what the
peer sends nothing is handed on but the keys whose possession it has proved.
"""

import queue
import threading
from typing import Final

from gateway.relay.ssh.dialling import Unreachable, shown_host_keys
from gateway.vocabulary.outcome import TargetError, Text

WAIT_SECONDS: Final = 12.0
AT_ONCE: Final = 4
KEY_BYTES_MAX: Final = 4096  # RSA of 16384 bits has 2 KiB
NO_KEYS: Final = Text(
    ja="このアドレスとポートでは SSH のホスト鍵を取得できませんでした。アドレスとポート、経路を確認してください。",
    en="No SSH host key could be fetched from this address and port. Check both, and the way there.",
)
BUSY: Final = Text(
    ja="ほかのホスト鍵の取得が終わっていません。少し待ってからやり直してください。",
    en="Other host keys are being fetched. Wait a little, then try again.",
)
_places = threading.BoundedSemaphore(AT_ONCE)


def host_keys_of(address: str, port: int, *, seconds: float = WAIT_SECONDS) -> tuple[bytes, ...]:
    """The keys, one of each kind we speak, within `seconds`. Raises TargetError in fixed words, whoever answers there or not."""
    if not _places.acquire(blocking=False):
        raise TargetError("too many host keys are being fetched", BUSY)
    answer: queue.SimpleQueue[tuple[bytes, ...] | None] = queue.SimpleQueue()
    threading.Thread(target=_fetch, args=(address, port, answer), name="host-keys", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        found = None
    if not found:
        raise Unreachable("no host key in time", NO_KEYS)
    return found


def _fetch(address: str, port: int, answer: "queue.SimpleQueue[tuple[bytes, ...] | None]") -> None:
    """In a thread of its own, since neither a name's resolution nor a peer's slowness can be called off; it ends by itself."""
    found: tuple[bytes, ...] | None = None
    try:
        found = tuple(key for key in shown_host_keys("new", address, port) if len(key) <= KEY_BYTES_MAX)
    except Exception:  # noqa: BLE001  # whatever a hostile peer provokes: it has shown no key
        found = None
    finally:
        _places.release()
        answer.put(found)
