"""Stopping a process of ours: SIGTERM and SIGINT ask, once is enough."""

import asyncio
import signal


def stop_event() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked


async def until_told() -> None:
    """Return when the process is told to stop."""
    await stop_event().wait()
