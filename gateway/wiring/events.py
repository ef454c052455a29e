"""Loads every module that defines events, so that the registry of kinds is whole wherever a journal is read or written."""

from gateway.authentication import events as _authentication
from gateway.authorization import events as _authorization
from gateway.keeper import events as _keeper
from gateway.listener import events as _listener
from gateway.recording import events as _recording
from gateway.registrar import events as _registrar
from gateway.registrar import office_events as _office
from gateway.sessions import events as _sessions
from gateway.work_orders import events as _work_orders
from gateway.worker import events as _worker

ALL = (
    _authentication,
    _authorization,
    _keeper,
    _listener,
    _office,
    _recording,
    _registrar,
    _sessions,
    _work_orders,
    _worker,
)
