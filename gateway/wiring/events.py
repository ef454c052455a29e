"""Loads every module that defines events, so that the registry of kinds is whole wherever a journal is read or written."""

from gateway.authentication import events as _authentication
from gateway.authorization import events as _authorization
from gateway.detection import events as _detection
from gateway.keeper import events as _keeper
from gateway.listener import events as _listener
from gateway.menu import events as _menu
from gateway.recording import events as _recording
from gateway.registrar import events as _registrar
from gateway.registrar import office_events as _office
from gateway.registrar import web_events as _web
from gateway.relay import events as _relay
from gateway.rotation import events as _rotation
from gateway.sessions import events as _sessions
from gateway.work_orders import events as _work_orders
from gateway.worker import events as _worker

ALL = (
    _authentication,
    _authorization,
    _detection,
    _keeper,
    _listener,
    _menu,
    _office,
    _recording,
    _registrar,
    _relay,
    _rotation,
    _sessions,
    _web,
    _work_orders,
    _worker,
)
