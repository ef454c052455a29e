"""Loads every module that defines events, so that the registry of kinds is whole wherever a journal is read or written."""

from gateway.authentication import events as _authentication
from gateway.authorization import events as _authorization
from gateway.authorization.columns import events as _columns
from gateway.backups import events as _backups
from gateway.commands import events as _commands
from gateway.detection import events as _detection
from gateway.disclosure import events as _disclosure
from gateway.disclosure import inquiry_events as _inquiries
from gateway.keeper import events as _keeper
from gateway.keeper import renewal_events as _renewal
from gateway.listener import events as _listener
from gateway.menu import events as _menu
from gateway.recording import events as _recording
from gateway.recording.store import events as _shelf
from gateway.registrar import events as _registrar
from gateway.registrar import hold_events as _hold
from gateway.registrar import office_events as _office
from gateway.registrar import presence_events as _presence
from gateway.registrar import retention_events as _retention
from gateway.registrar import web_events as _web
from gateway.relay import events as _relay
from gateway.relay import guard_events as _guards
from gateway.relay.postgres import events as _statements
from gateway.rotation import events as _rotation
from gateway.sessions import events as _sessions
from gateway.space import events as _space
from gateway.work_orders import events as _work_orders
from gateway.worker import events as _worker

ALL = (
    _authentication,
    _authorization,
    _backups,
    _columns,
    _commands,
    _detection,
    _disclosure,
    _guards,
    _inquiries,
    _hold,
    _keeper,
    _listener,
    _menu,
    _office,
    _presence,
    _recording,
    _registrar,
    _retention,
    _relay,
    _renewal,
    _rotation,
    _sessions,
    _shelf,
    _space,
    _statements,
    _web,
    _work_orders,
    _worker,
)
