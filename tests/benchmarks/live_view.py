"""Twenty supervisors beside running sessions at once: what a look costs them and everybody else, on the real server of threads.

    python -m tests.benchmarks.live_view [--manifest FILE] [--watchers 20] [--seconds 15]

Prints the time of a look and of an ordinary page (with and without watchers), how late a line is seen, and what our processes
took of the processor. A look goes out every 450 ms from each, as a page sends it; each asks how the session stands every 2 s.
"""

import argparse
import http.client
import json
import os
import re
import ssl
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.demo import a_demo
from tests.walks.clients import Client
from tests.walks.codes import Codes

LOOK_SECONDS = 0.45
STANDING_SECONDS = 2.0
PROCESSES = {"admin_ui", "keeper", "registrar", "gateway"}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_SESSION = re.compile(r"/sessions/(S-[\w-]+)\"")


class Desk:
    """One person's sign-in over one lasting connection."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None, token: str = "") -> None:
        place = urlsplit(url)
        context = ssl._create_unverified_context()  # loopback, our own demo
        self._line = http.client.HTTPSConnection(place.hostname or "", place.port, context=context, timeout=30)
        self.url, self.cookies, self.token = url, dict(cookies or {}), token

    def beside(self) -> "Desk":
        """Another connection of the same sign-in."""
        return Desk(self.url, self.cookies, self.token)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, where it leads, body)."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode({"csrf_token": self.token, **fields})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{self.url}{path}"}
        self._line.request("GET" if body is None else "POST", path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(text):
            self.token = found.group(1)
        return answer.status, answer.headers.get("Location") or "", text

    def sign_in(self, demo: dict[str, Any], username: str) -> "Desk":
        """By the form."""
        person = next(each for each in demo["people"] if each["username"] == username)
        self.ask("/signin")
        for _ in range(4):
            typed = {"username": username, "password": person["password"], "code": Codes(demo).fresh(person)}
            if self.ask("/signin", typed)[0] == 303:
                return self
        raise SystemExit(f"{username} cannot sign in")

    def stands_by(self, session: str) -> str:
        """The address of his watch."""
        self.ask(f"/sessions/{session}")
        status, where, text = self.ask(f"/sessions/{session}/watches", {"purpose": "benchmark"})
        if status != 303:
            raise SystemExit(f"{status}: {text[-400:]}")
        return where


class Watcher(threading.Thread):
    """Looks until it is told to stop."""

    def __init__(self, desk: Desk, address: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._desk, self._address, self._over = desk, address, over
        self.took: list[float] = []
        self.late: list[float] = []
        self.wrong: list[int] = []
        self.gaps: list[float] = []

    def run(self) -> None:
        seen, told, before = -1, 0.0, time.monotonic()
        while not self._over.is_set():
            began = time.monotonic()
            status, _, text = self._desk.ask(f"{self._address}/looks", {"seen": str(seen)})
            ended = time.monotonic()
            self.took.append(ended - began)
            self.gaps.append(ended - before)
            before = ended
            if status != 200:
                self.wrong.append(status)
                continue
            found = json.loads(text)
            if seen >= 0:
                self.late += [time.time() - float(each) for each in re.findall(r"AT(\d+\.\d+)", str(found["events"]))]
            seen = found["number"]
            if ended - told >= STANDING_SECONDS:
                told = ended
                self._desk.ask(f"{self._address}/standing")
            self._over.wait(max(0.0, LOOK_SECONDS - (time.monotonic() - began)))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.live_view")
    options.add_argument("--manifest", type=Path)
    options.add_argument("--watchers", type=int, default=20)
    options.add_argument("--seconds", type=float, default=15.0)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with a_demo(wanted.manifest, folder, 12) as demo:
            measured(demo, folder, wanted.watchers, wanted.seconds)


def measured(demo: dict[str, Any], folder: Path, watchers: int, seconds: float) -> None:
    """Print the table."""
    url = demo["gateway"]["admin_ui"]["url"]
    supervisors = [each["username"] for each in demo["people"] if each["role"] == "supervisor"][:3]
    desks = [Desk(url).sign_in(demo, each) for each in supervisors]
    engineer = next(each for each in demo["people"] if each["username"].startswith("e0"))
    with Client(demo, engineer, folder).shell("build-host") as terminal:
        terminal.prompt()
        terminal.line("while :; do date +AT%s.%N; sleep 0.7; done")
        session = _SESSION.findall(desks[0].ask("/sessions/running")[2])[0]
        alone = timed(lambda: desks[0].ask("/sessions"), 20)
        over, here = threading.Event(), []
        for number in range(watchers):
            desk = desks[number % len(desks)].beside()
            here.append(Watcher(desk, desk.stands_by(session), over))
        used = processors()
        for each in here:
            each.start()
        terminal_reader = threading.Thread(target=terminal.quiet, args=(seconds,), daemon=True)
        terminal_reader.start()
        time.sleep(3)
        beside = timed(lambda: desks[0].ask("/sessions"), 20)
        over_at = time.monotonic() + max(0.0, seconds - 3)
        time.sleep(max(0.0, over_at - time.monotonic()))
        after = processors()
        over.set()
        for each in here:
            each.join(10)
    looks = [took for each in here for took in each.took]
    late = [each for watcher in here for each in watcher.late]
    gaps = [each for watcher in here for each in watcher.gaps[1:]]
    print(
        f"{watchers} watchers, {seconds:g} s, {len(looks)} looks, {sum(len(each.wrong) for each in here)} not answered 200"
    )
    print(
        f"a look: p50 {1000 * statistics.median(looks):.0f} ms, p99 {1000 * top(looks):.0f} ms, max {1000 * max(looks):.0f} ms"
    )
    print(
        f"between two looks of one page: p99 {top(gaps):.2f} s, max {max(gaps):.2f} s (1.5 s would be taken for leaving)"
    )
    print(f"a line is seen after: p50 {statistics.median(late):.2f} s, p99 {top(late):.2f} s, max {max(late):.2f} s")
    print(f"the page /sessions: p50 {1000 * alone:.0f} ms alone, {1000 * beside:.0f} ms beside {watchers} watchers")
    shares = (f"{name} {100 * (after[name] - used[name]) / seconds:.0f} %" for name in PROCESSES)
    print(f"of one core: {', '.join(shares)}")


def timed(act: Callable[[], object], times: int) -> float:
    """Median seconds."""
    took = []
    for _ in range(times):
        began = time.monotonic()
        act()
        took.append(time.monotonic() - began)
    return statistics.median(took)


def top(values: list[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[max(0, int(len(values) * 0.99) - 1)]


def processors() -> dict[str, float]:
    """Seconds of the processor each of our services took so far; another stack on this machine counts as well."""
    spent = dict.fromkeys(PROCESSES, 0.0)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended
            continue
        for name in PROCESSES & set(words[-3:]):
            spent[name] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


if __name__ == "__main__":
    main()
