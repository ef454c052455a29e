"""The one cookie that says who somebody is: a ticket of 32 random bytes. Only this browser has it; the database has a digest."""

from typing import Final

from flask import Response, g, request

from gateway.vocabulary.secret import Secret

TICKET: Final = "__Host-sekisho"
LETTERS_MAX: Final = 64


def ticket() -> Secret | None:
    """The ticket this request came with; None for none, or for what cannot be one."""
    given = request.cookies.get(TICKET)
    if not given or len(given) > LETTERS_MAX or not given.isascii():
        return None
    return Secret(given.encode("ascii"))


def give(response: Response, fresh: Secret) -> None:
    """Hand a ticket to the browser: until it is closed, over TLS only, out of scripts' reach, not sent with others' forms."""
    response.set_cookie(TICKET, fresh.reveal().decode("ascii"), secure=True, httponly=True, samesite="Lax", path="/")
    g.pop("forget_ticket", None)


def forget() -> None:
    """Have the browser drop its ticket with this response: it is good for nothing any more."""
    g.forget_ticket = True


def after(response: Response) -> Response:
    """Do what `forget` asked for."""
    if g.get("forget_ticket"):
        response.delete_cookie(TICKET, secure=True, httponly=True, samesite="Lax", path="/")
    return response
