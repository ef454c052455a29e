"""The pages of a small town on loopback behind TLS, without gunicorn, and a browser that trusts them."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Playwright
from werkzeug.serving import make_server

from admin_ui.cookies import TICKET
from gateway.settings.reading import read
from gateway.wiring.places import places
from tests.admin_ui.an_office import OfficeTown
from tests.browser.chromium import a_context, chromium
from tests.gateway.cli.town import an_order


class ServedOffice:
    """Windows in which somebody has just signed in."""

    def __init__(self, town: OfficeTown, browser: Browser, url: str) -> None:
        self.town, self.browser, self.url = town, browser, url
        self.order = an_order(town.town)

    @contextmanager
    def window(self, name: str, **options: object) -> Iterator[BrowserContext]:
        """This person's own."""
        with a_context(self.browser, self.url, **options) as window:  # type: ignore[arg-type]
            ticket = self.town.sign_in(name).ticket or ""
            window.add_cookies([{"name": TICKET, "value": ticket, "url": self.url, "secure": True}])
            yield window


@contextmanager
def served(town: OfficeTown, playwright: Playwright) -> Iterator[ServedOffice]:
    """Up until the end of the block."""
    at = places(read(town.town.settings))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(at.office_certificate, at.office_key)
    server = make_server("127.0.0.1", 0, town.app, threaded=True, ssl_context=tls)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://localhost:{server.server_port}"
    try:
        with chromium(playwright, url) as browser:
            yield ServedOffice(town, browser, url)
    finally:
        server.shutdown()
        server.server_close()
