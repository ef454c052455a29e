"""Supervisors hear of orders that wait for them, and whoever asked hears what became of it: each once, none forgotten.

The journal is where orders are read and where it says what was told: this remembers nothing else, so a worker that was killed
goes on where it was. Killed between sending and journalling, it sends that mail again under the same Message-ID. A notice that
is of no use any more (decided meanwhile, window over, two days old) is not sent.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders.order import Standing
from gateway.worker.events import NoticeMailed, NoticeUnsent
from gateway.worker.letter import Letter
from gateway.worker.notice_letter import decided_letter, waiting_letter
from gateway.worker.notice_parcel import About, NoticeParcel
from gateway.worker.ports import Addressees, AlarmPost, OrdersNow, OrderTail, Registrar, Seen

log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
OUTAGE_SECONDS: Final = 10.0
PAGE_ENTRIES: Final = 500
LIFE: Final = timedelta(days=2)
ASKED: Final = "order.asked"
APPROVED: Final = "order.approved"
WITHDRAWN: Final = "order.withdrawn"
ORDERS: Final = frozenset({ASKED, APPROVED, "order.returned", "order.rejected", WITHDRAWN})
TOLD: Final = frozenset({NoticeMailed.kind, NoticeUnsent.kind})


class NoticeWatch:
    """One node's. `run` until `wait` says that it is over; used from one thread."""

    def __init__(
        self,
        *,
        clock: Clock,
        registrar: Registrar,
        tail: OrderTail,
        orders: OrdersNow,
        addressees: Addressees,
        post: AlarmPost,
        otherwise: Sequence[str],
        public_url: str,
    ) -> None:
        self._clock, self._registrar, self._tail = clock, registrar, tail
        self._orders, self._addressees, self._post = orders, addressees, post
        self._otherwise, self._public_url = tuple(otherwise), public_url
        self._seen: int | None = None
        self._open: dict[int, NoticeParcel] = {}

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        pause = LOOK_SECONDS
        while not wait(pause):
            pause = self.look()

    def look(self) -> float:
        """Do what is due; seconds until the next look."""
        try:
            self._gather()
            for parcel in list(self._open.values()):
                if self._clock.monotonic() >= parcel.not_before:
                    self._carry(parcel)
        except (GatewayFault, CallRefused) as failure:
            log.error("notices of orders wait, they are tried again: %s", failure)  # noqa: TRY400  # said, tried again
            return OUTAGE_SECONDS
        return LOOK_SECONDS

    # -- from the journal

    def _gather(self) -> None:
        """Take in what the journal has had since the last look; at the start, of the last days."""
        if self._seen is None:
            self._seen = self._tail.last_before(self._clock.now() - LIFE)
        end = self._tail.last_seq()
        while self._seen < end:
            found = self._tail.after(self._seen, ORDERS | TOLD, PAGE_ENTRIES)
            for each in found:
                self._take_in(each)
            self._seen = end if len(found) < PAGE_ENTRIES else found[-1].seq

    def _take_in(self, each: Seen) -> None:
        data = each.data
        if data is None:
            return  # no entry any more: the verifier's alarm, and nobody knows whom it concerned
        if each.kind in TOLD:
            self._open.pop(data.get("entry", -1), None)
            return
        about, order = _about(each.kind, data), data.get("order")
        if about is not None and isinstance(order, str):
            self._open[each.seq] = NoticeParcel(seen=each, order=order, about=about)

    # -- to the mail server

    def _carry(self, parcel: NoticeParcel) -> None:
        """Send it on its way, as far as it goes today."""
        letter = self._letter(parcel)
        if letter is None:
            self._given_up(parcel, "of no use any more")
            return
        if parcel.open is None:
            parcel.for_everybody(self._addressees.addresses(parcel.order, parcel.about) or self._usual(parcel.about))
            if parcel.is_done:
                log.warning("order %s: nobody who should hear of it has a mail address", parcel.order)
                self._given_up(parcel, "nobody has a mail address")
                return
        if not parcel.is_done:
            self._hand_in(parcel, letter)
        if parcel.is_done:
            self._journal(parcel)

    def _hand_in(self, parcel: NoticeParcel, letter: Letter) -> None:
        try:
            parcel.handed_in(self._post.hand_in(parcel.open or (), letter, f"order-{parcel.order}-{parcel.seen.seq}"))
        except OSError as failure:
            log.error("order %s: nobody was told yet, it is tried again: %s", parcel.order, failure)  # noqa: TRY400
        if not parcel.is_done:
            parcel.later(self._clock.monotonic())

    def _letter(self, parcel: NoticeParcel) -> Letter | None:
        """What is to be said now; None where nobody needs to hear it any more."""
        news, now = self._orders.news(parcel.order), self._clock.now()
        if news is None or now - parcel.seen.at >= LIFE:
            return None
        if parcel.about == "asked":
            waits = news.order.standing is Standing.ASKED and now < news.order.ends_at
            return waiting_letter(news, self._public_url) if waits else None
        reason = (parcel.seen.data or {}).get("reason")
        return decided_letter(news, reason if isinstance(reason, str) else None, self._public_url)

    def _usual(self, about: About) -> Sequence[str]:
        return self._otherwise if about == "asked" else ()

    # -- into the journal; raises GatewayFault or CallRefused: then only this is done again

    def _journal(self, parcel: NoticeParcel) -> None:
        if not parcel.taken:
            self._given_up(parcel, "refused by the mail server")
            return
        mailed = NoticeMailed(
            work_order=parcel.order,
            entry=parcel.seen.seq,
            about=parcel.about,
            recipients=parcel.taken,
            missed=parcel.missed,
            subject=parcel.order,
        )
        self._registrar.append([mailed])
        self._open.pop(parcel.seen.seq, None)

    def _given_up(self, parcel: NoticeParcel, why: str) -> None:
        unsent = NoticeUnsent(
            work_order=parcel.order, entry=parcel.seen.seq, about=parcel.about, why=why, subject=parcel.order
        )
        self._registrar.append([unsent])
        self._open.pop(parcel.seen.seq, None)


def _about(kind: str, data: dict[str, Any]) -> About | None:
    """Whom the event concerns; None where nobody has to be told (one approval of two, one's own withdrawal)."""
    if kind == ASKED:
        return "asked"
    if kind == APPROVED and data.get("standing") != Standing.APPROVED.value:
        return None
    if kind == WITHDRAWN and data.get("person") == data.get("engineer"):
        return None
    return "decided"
