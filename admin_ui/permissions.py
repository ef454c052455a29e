"""THE table: who may see and do what in the browser, by endpoint. It starts with every route in it, or not at all.

It opens a door and nothing more: whose order or recording it may be is judged where the thing is read, and the registrar judges
every change once more. Own-or-other is said in `own` for the test that walks every route with every role.
"""

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from gateway.authorization.roles import Permission
from gateway.wiring.office_web import Presence


class Anyone(Enum):
    """Who needs no permission."""

    PUBLIC = "public"  # not signed in
    SIGNED_IN = "signed-in"


class Fresh(Enum):
    """Whether a POST wants a second factor of the last minutes."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a route needs: one of the permissions, or nothing but to be somebody, or not even that."""

    who: Anyone | frozenset[Permission]
    fresh: Fresh = Fresh.NO
    own: str | None = None  # in words: what narrows it further, for whom
    presence: Presence = Presence.ACTIVE  # POLLING: asked for by an open page, it keeps no session alive


PUBLIC: Final = Needs(who=Anyone.PUBLIC)
SIGNED_IN: Final = Needs(who=Anyone.SIGNED_IN)
SIGNED_IN_FRESH: Final = Needs(who=Anyone.SIGNED_IN, fresh=Fresh.YES)


def holding(
    *permissions: Permission, fresh: Fresh = Fresh.NO, own: str | None = None, presence: Presence = Presence.ACTIVE
) -> Needs:
    """Needs one of these permissions."""
    return Needs(who=frozenset(permissions), fresh=fresh, own=own, presence=presence)


TABLE: Final = MappingProxyType(
    {
        "static": PUBLIC,
        "frame.language": PUBLIC,
        "signin.index": PUBLIC,
        "signin.passkey": PUBLIC,
        "signin.passkey_asked": PUBLIC,
        "signin.recovery": PUBLIC,
        "signin.enrol": PUBLIC,
        "signin.signout": SIGNED_IN,
        "signin.again": SIGNED_IN_FRESH,
        "signin.again_asked": SIGNED_IN,
        "account.index": SIGNED_IN,
        "account.end_session": Needs(who=Anyone.SIGNED_IN, own="one's own session"),
        "account.password": SIGNED_IN_FRESH,
        "account.code": SIGNED_IN_FRESH,
        "account.passkeys": SIGNED_IN_FRESH,
        "account.passkeys_asked": SIGNED_IN,
        "account.remove": Needs(who=Anyone.SIGNED_IN, fresh=Fresh.YES, own="one's own passkey"),
        "account.recovery": SIGNED_IN_FRESH,
        "account.language": SIGNED_IN,
        "home.index": SIGNED_IN,
        "orders.index": holding(Permission.ORDER_READ, own="an engineer sees orders he works under or asked for"),
        "orders.new": holding(Permission.ORDER_ASK),
        "orders.ask": holding(Permission.ORDER_ASK, own="an engineer asks for himself"),
        "orders.show": holding(Permission.ORDER_READ, own="as the list"),
        "orders.withdraw": holding(Permission.ORDER_WITHDRAW, own="one's own; a supervisor any"),
        "approvals.index": holding(Permission.ORDER_JUDGE),
        "approvals.flagged": holding(Permission.JOURNAL_READ),
        "approvals.show": holding(Permission.ORDER_JUDGE),
        "approvals.approve": holding(Permission.ORDER_JUDGE, fresh=Fresh.YES, own="never one's own, nor twice"),
        "approvals.send_back": holding(Permission.ORDER_JUDGE, own="never one's own"),
        "approvals.reject": holding(Permission.ORDER_JUDGE, own="never one's own"),
        "sessions.index": holding(Permission.SESSION_READ),
        "sessions.running": holding(Permission.SESSION_READ, presence=Presence.POLLING),
        "sessions.show": holding(Permission.SESSION_READ),
        "sessions.state": holding(Permission.SESSION_READ, presence=Presence.POLLING),
        "sessions.cut": holding(Permission.SESSION_END),
        "live.begin": holding(Permission.SESSION_WATCH, fresh=Fresh.YES, own="never one's own session"),
        "live.show": holding(Permission.SESSION_WATCH, own="a watch of this person in this web session"),
        "live.look": holding(Permission.SESSION_WATCH, own="the same", presence=Presence.POLLING),
        "live.standing": holding(Permission.SESSION_WATCH, own="the same", presence=Presence.POLLING),
        "live.here": holding(Permission.SESSION_WATCH, own="the same"),
        "live.leave": holding(Permission.SESSION_WATCH, own="the same"),
        "live.freeze": holding(Permission.BUDGET_JUDGE),
        "live.resume": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own session"),
        "live.extend": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own session"),
        "live.confirm": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own, nor what one asked"),
        "live.withdraw": holding(Permission.BUDGET_JUDGE),
        "budgets.index": holding(Permission.BUDGET_READ),
        "budgets.clients": holding(Permission.BUDGET_READ),
        "budgets.show": holding(Permission.BUDGET_READ),
        "budgets.release": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own"),
        "budgets.raise_": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own"),
        "budgets.confirm": holding(Permission.BUDGET_JUDGE, fresh=Fresh.YES, own="never one's own, nor what one asked"),
        "budgets.withdraw": holding(Permission.BUDGET_JUDGE),
        "recordings.index": holding(Permission.RECORDING_READ),
        "recordings.show": holding(Permission.RECORDING_READ),
        "recordings.permit": holding(Permission.RECORDING_REPLAY, fresh=Fresh.YES),
        "recordings.replay": holding(Permission.RECORDING_REPLAY, own="a play of this person in this web session"),
        "recordings.frames": holding(Permission.RECORDING_REPLAY, own="the same, once, within a minute"),
        "recordings.search": holding(Permission.RECORDING_REPLAY, own="the same, after its frames were taken"),
        "inquiry.index": holding(Permission.INQUIRY_MAKE),
        "inquiry.client": holding(Permission.INQUIRY_MAKE, fresh=Fresh.YES),
        "inquiry.people": holding(Permission.INQUIRY_MAKE, fresh=Fresh.YES),
        "holds.index": holding(Permission.HOLD_KEEP),
        "holds.new": holding(Permission.HOLD_KEEP, fresh=Fresh.YES),
        "holds.show": holding(Permission.HOLD_KEEP),
        "holds.lift": holding(Permission.HOLD_KEEP, fresh=Fresh.YES),
        "holds.confirm": holding(Permission.HOLD_KEEP, fresh=Fresh.YES, own="never what one asked"),
        "holds.withdraw": holding(Permission.HOLD_KEEP, own="a lift of this hold"),
        "copies.index": holding(Permission.JOURNAL_READ),
        "journal.index": holding(Permission.JOURNAL_READ),
        "journal.show": holding(Permission.JOURNAL_READ),
        "journal.proof": holding(Permission.JOURNAL_READ),
        "journal.verify": holding(Permission.JOURNAL_VERIFY),
        "targets.index": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ),
        "targets.show": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ),
        "targets.new": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.edit": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.suspend": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.resume": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.rotate": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.secret": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.host_keys": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "targets.certificates": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "columns.index": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ, Permission.ORDER_JUDGE),
        "columns.show": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ, Permission.ORDER_JUDGE),
        "clients.index": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ),
        "clients.consents": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ),
        "clients.show": holding(Permission.TARGETS_MANAGE, Permission.JOURNAL_READ),
        "clients.new": holding(Permission.TARGETS_MANAGE),
        "clients.edit": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "clients.add_consent": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "clients.end_consent": holding(Permission.TARGETS_MANAGE, fresh=Fresh.YES, own="a consent of this client"),
        "people.index": holding(Permission.PEOPLE_MANAGE),
        "people.new": holding(Permission.PEOPLE_MANAGE),
        "people.create": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.show": holding(Permission.PEOPLE_MANAGE),
        "people.edit": holding(Permission.PEOPLE_MANAGE),
        "people.change": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.roles": holding(Permission.PEOPLE_MANAGE),
        "people.give_roles": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.new_key": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.stand": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.unlock": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.revoke": holding(Permission.PEOPLE_MANAGE),
        "people.link": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "people.reset": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "terminals.index": holding(Permission.TERMINALS_MANAGE),
        "terminals.new": holding(Permission.TERMINALS_MANAGE),
        "terminals.create": holding(Permission.TERMINALS_MANAGE, fresh=Fresh.YES),
        "terminals.show": holding(Permission.TERMINALS_MANAGE),
        "terminals.edit": holding(Permission.TERMINALS_MANAGE),
        "terminals.change": holding(Permission.TERMINALS_MANAGE, fresh=Fresh.YES),
        "terminals.suspend": holding(Permission.TERMINALS_MANAGE),
        "terminals.revoke": holding(Permission.TERMINALS_MANAGE),
        "terminals.resume": holding(Permission.TERMINALS_MANAGE, fresh=Fresh.YES),
        "employers.index": holding(Permission.PEOPLE_MANAGE),
        "employers.new": holding(Permission.PEOPLE_MANAGE),
        "employers.create": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "employers.show": holding(Permission.PEOPLE_MANAGE),
        "employers.edit": holding(Permission.PEOPLE_MANAGE),
        "employers.change": holding(Permission.PEOPLE_MANAGE, fresh=Fresh.YES),
        "changes.index": holding(Permission.PEOPLE_MANAGE, Permission.TARGETS_MANAGE),
        "changes.show": holding(Permission.PEOPLE_MANAGE, Permission.TARGETS_MANAGE),
        "changes.confirm": holding(Permission.PEOPLE_MANAGE, Permission.TARGETS_MANAGE, fresh=Fresh.YES),
        "changes.withdraw": holding(Permission.PEOPLE_MANAGE, Permission.TARGETS_MANAGE),
    }
)
