"""A client that takes nothing: its target is held up at once, and after a time its session is over.

A send waits while the client's window is empty, which holds up the pump, the target's window and so the program over there;
nothing is kept here but what is on its way. Whoever stops his screen for a while loses nothing.
"""

from paramiko import Channel

from gateway.sessions.ending import UNREAD, SessionCut


def bound_patience(channel: Channel, seconds: float) -> None:
    """From now on a send for which the client makes no room within `seconds` raises SessionCut."""
    granted = channel._wait_for_send_window

    def waits(size: int) -> int:
        """As paramiko's own (called with the channel's lock held), which would wait without end where no time-out is set."""
        if channel.timeout is not None:
            return int(granted(size))
        if not channel.out_buffer_cv.wait_for(lambda: _goes_on(channel), seconds):
            raise SessionCut(UNREAD)
        return int(granted(size))

    channel._wait_for_send_window = waits


def _goes_on(channel: Channel) -> bool:
    return bool(channel.closed or channel.eof_sent or channel.out_window_size > 0)
