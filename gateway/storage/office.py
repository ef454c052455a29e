"""The office's tables in one hand: one method a change (registrar/office_port.py, by shape)."""

from functools import partial

from sqlalchemy import Connection

from gateway.authentication.lockout import NO_FAILURES
from gateway.storage.statements import there_is
from gateway.storage.stores.authorities import Authorities
from gateway.storage.stores.clients import Clients, Consents
from gateway.storage.stores.codes import Lockouts
from gateway.storage.stores.keys import Keys
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.parties import Parties
from gateway.storage.stores.people import People
from gateway.storage.stores.person_factors import PersonFactors
from gateway.storage.stores.plays import Plays
from gateway.storage.stores.proposals import Proposals
from gateway.storage.stores.rotations import Rotations
from gateway.storage.stores.targets import Targets
from gateway.storage.stores.terminals import Terminals
from gateway.storage.tables import PERSON


class Office:
    """Every method returns False, with nothing changed, where its row is there already, is absent, or has another version."""

    def __init__(self, connection: Connection) -> None:
        people, keys, authorities = People(connection), Keys(connection), Authorities(connection)
        terminals, targets = Terminals(connection), Targets(connection)
        parties, orders = Parties(connection), Orders(connection)
        self.add_person = people.add
        self.change_person = people.change
        self.put_credential, self.set_language = people.put_credential, people.set_language
        self.add_key = keys.add
        self.revoke_key = keys.revoke
        self.add_authority = authorities.add
        self.revoke_authority = authorities.revoke
        self.revoke_certificate = authorities.revoke_certificate
        self.add_terminal = terminals.add
        self.change_terminal = terminals.change
        self.add_target = targets.add
        self.change_target = targets.change
        self.put_target_secret = targets.put_secret
        self.rotations = Rotations(connection)
        self.proposals, self.plays = Proposals(connection), Plays(connection)
        self.factors = PersonFactors(connection)
        self.revoke_keys_of = keys.revoke_all
        self.lift_lock = partial(_lift_lock, connection)
        self.add_employer, self.change_employer = parties.add_employer, parties.change_employer
        self.clients, self.consents = Clients(connection), Consents(connection)
        self.add_order = orders.add
        self.move_order = orders.move


def _lift_lock(connection: Connection, person: str) -> bool:
    if not there_is(connection, PERSON.c.id == person):
        return False
    Lockouts(connection).put(person, NO_FAILURES)
    return True
