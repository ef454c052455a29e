"""A small file of columns that loads, to be broken one place at a time."""

import pytest

from gateway.authorization.columns.catalogue import Columns
from gateway.authorization.columns.column_files import columns_of
from gateway.authorization.unfit import PolicyUnfit

FILE = "columns/shop.toml"
WHOLE = """
targets = ["shop-db", "shop-replica"]
database = "shop"
search_path = ["public"]
classified_by = "kobayashi"
confirmed_by = "yamada"
confirmed_on = 2026-11-23

[[table]]
schema = "public"
name = "plan"
[table.column]
plan_code = {type = "character varying(10)", kind = "harmless"}
label = {type = "text", kind = "harmless"}
[[table.claim]]
column = "label"
reason = "料金プランの名称で、個人の名前ではない"
names = ["kobayashi", "yamada"]

[[table]]
schema = "public"
name = "people"
client_key = "client_code"
subject_key = "person_no"
subject = "customer"
[table.column]
person_no = {type = "bigint", kind = "personal"}
client_code = {type = "text", kind = "harmless"}
"氏名" = {type = "text", kind = "name"}
card_no = {type = "text", kind = "card"}
created_at = {type = "timestamp with time zone", kind = "harmless"}

[[table]]
schema = "sales"
name = "memo"
client = "C01"
subject_key = "customer_id"
subject = "customer"
[table.column]
customer_id = {type = "bigint", kind = "harmless"}
body = {type = "text", kind = "free-text"}

[[view]]
schema = "public"
name = "people_masked"
client_key = "client_code"
subject_key = "person_no"
reason = "people から電話と氏名を除いた一覧、式は使っていない"
names = ["kobayashi", "yamada"]
[view.column]
person_no = {type = "bigint", kind = "personal"}
client_code = {type = "text", kind = "harmless"}

[[case]]
schema = "public"
relation = "plan"
clear = ["plan_code", "label"]
[[case]]
schema = "public"
relation = "people"
clear = ["client_code", "created_at"]
client_key = "client_code"
subject_key = "person_no"
[[case]]
schema = "sales"
relation = "memo"
clear = ["customer_id"]
client = "C01"
subject_key = "customer_id"
[[case]]
schema = "public"
relation = "people_masked"
clear = ["client_code"]
client_key = "client_code"
subject_key = "person_no"
[[case]]
schema = "public"
relation = "people"
column = "later"
kind = "personal"
"""


def the_columns(text: str = WHOLE, **more: str) -> Columns:
    files = {FILE: text, **{f"columns/{name}.toml": content for name, content in more.items()}}
    return columns_of({name: content.encode() for name, content in files.items()})


def changed(old: str, new: str) -> str:
    assert old in WHOLE, old
    return WHOLE.replace(old, new, 1)


def unfit(text: str, **more: str) -> PolicyUnfit:
    with pytest.raises(PolicyUnfit) as found:
        the_columns(text, **more)
    return found.value
