"""What every response tells the browser: run nothing that is not ours, keep nothing, frame nothing, tell nobody where from."""

from typing import Final

from flask import Response, g, request

POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_ALWAYS: Final = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()",
}


def allow_wasm() -> None:
    """For the page with the player alone: its terminal is WebAssembly. Scripts as text stay forbidden."""
    g.wasm = True


def after(response: Response) -> Response:
    """Set them all. Pages are never kept by a cache; files of ours may be asked for again with their tag."""
    policy = dict(POLICY)
    if g.get("wasm"):
        policy["script-src"] += " 'wasm-unsafe-eval'"
    response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
