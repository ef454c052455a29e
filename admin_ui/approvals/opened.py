"""When an approver opened the order's page, signed into its form: nobody who approves can say that he looked longer.

The time since then is only shown, never a ground to refuse; a form without a good mark counts as not measured, and is shown.
"""

from datetime import datetime
from typing import Final

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SALT: Final = "approval-opened"
SECONDS_MAX: Final = 7 * 24 * 3600


def mark(order: str, person: str, now: datetime) -> str:
    """The mark of a page that is opened now."""
    return _signer().dumps([order, person, now.timestamp()])


def seconds_since(given: str, order: str, person: str, now: datetime) -> int | None:
    """Whole seconds since the page was opened by this person for this order; None where the mark does not say."""
    try:
        marked = _signer().loads(given)
    except BadSignature:
        return None
    if not isinstance(marked, list) or len(marked) != 3 or marked[:2] != [order, person]:
        return None
    passed = int(now.timestamp() - float(marked[2]))
    return passed if 0 <= passed <= SECONDS_MAX else None


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key
    if not key:
        raise RuntimeError("the application has no secret to sign with")
    return URLSafeSerializer(key, salt=SALT)
