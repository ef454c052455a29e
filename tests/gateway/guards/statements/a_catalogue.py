"""The catalogue the tests of this room judge by. Everything not in it is personal."""

from dataclasses import dataclass, field

from gateway.guards.statements import Limits
from gateway.vocabulary.column import Column, Kind

_LISTED = """
public.client: code=harmless name=harmless
public.plans: code=harmless title=harmless price=harmless
public.customers: customer_id=harmless client_code=harmless plan=harmless joined=harmless points=harmless name=name kana=kana
  phone=phone email=mail address=address birth_date=birth line_id=line card_number=card note=free-text balance=personal
  photo=personal tags=personal
public.calls: call_id=harmless customer_id=harmless seconds=harmless caller=phone memo=free-text
public.v_contact: id=harmless tel=phone
public.leads: lead_id=harmless source=harmless contact=mail
"""
KEYS = {("public", "customers"): "customer_id", ("public", "calls"): "customer_id", ("public", "v_contact"): "id"}
CLIENT_KEYS = {("public", "customers"): "client_code"}
CLIENTS = {("public", "v_contact"): "A01"}
LIMITS = Limits(group_size_min=5)


def _read() -> dict[tuple[str, str], tuple[Column, ...]]:
    relations = {}
    for line in _LISTED.strip().replace("\n  ", " ").splitlines():
        place, _, columns = line.partition(": ")
        schema, table = place.split(".")
        relations[schema, table] = tuple(
            Column(schema=schema, table=table, name=name, kind=Kind(kind), type="text")
            for name, kind in (each.split("=") for each in columns.split())
        )
    return relations


@dataclass(frozen=True)
class Listed:
    """A catalogue as the gate asks for it."""

    relations: dict[tuple[str, str], tuple[Column, ...]] = field(default_factory=_read)

    def columns(self, schema: str, table: str) -> tuple[Column, ...]:
        return self.relations.get((schema, table), ())

    def column(self, schema: str, table: str, column: str) -> Column:
        unknown = Column(schema=schema, table=table, name=column, kind=Kind.PERSONAL, type=None)
        return next((each for each in self.columns(schema, table) if each.name == column), unknown)

    def subject_key(self, schema: str, table: str) -> str | None:
        return KEYS.get((schema, table))

    def subject(self, schema: str, table: str) -> str:
        return "customer" if (schema, table) in KEYS else f"{schema}.{table}"

    def client_key(self, schema: str, table: str) -> str | None:
        return CLIENT_KEYS.get((schema, table))

    def client(self, schema: str, table: str) -> str | None:
        return CLIENTS.get((schema, table))


CATALOGUE = Listed()
