"""A relay of a few lines on asyncssh, as one who wants no recording, journal or decision would write it: a peer to measure by.

`python -m tests.benchmarks.asyncssh_relay PORT TARGET_PORT USER KEY HOST_KEY` serves until it is ended.
"""

import asyncio
import sys

import asyncssh


async def main(port: int, target_port: int, user: str, key: str, host_key: str) -> None:
    async def relay(process: "asyncssh.SSHServerProcess[bytes]") -> None:
        async with asyncssh.connect(
            "127.0.0.1", target_port, username=user, client_keys=[key], known_hosts=None
        ) as inner:
            beyond = await inner.create_process(
                process.command, term_type=process.term_type, term_size=process.term_size, encoding=None
            )
            await process.redirect(stdin=beyond.stdin, stdout=beyond.stdout, stderr=beyond.stderr)
            process.exit((await beyond.wait()).exit_status or 0)

    async with await asyncssh.listen(
        "127.0.0.1",
        port,
        server_host_keys=[host_key],
        authorized_client_keys=f"{key}.pub",
        process_factory=relay,
        encoding=None,
        line_editor=False,
    ) as server:
        await server.wait_closed()


if __name__ == "__main__":
    words = sys.argv[1:]
    asyncio.run(main(int(words[0]), int(words[1]), *words[2:5]))
