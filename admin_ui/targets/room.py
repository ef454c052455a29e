"""The targets' blueprint, and the way back to a target's page."""

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as Redirect

from gateway.vocabulary.target import Target

blueprint = Blueprint("targets", __name__, url_prefix="/targets")
FETCH = "fetch"  # the button that fetches host keys and changes nothing


def to(target: Target) -> Response:
    """See other: the target's own page."""
    found: Redirect = redirect(url_for("targets.show", target=target.id), 303)
    return found  # type: ignore[return-value]
