"""`sekisho target catalogue` against running services: keeper, registrar and worker each do their part, and the demo's own
database is classified whole."""

import json
import tomllib

from tests.walks.office import Sekisho

DB = "callcenter-db"


def test_R05_the_demos_database_is_classified_whole(sekisho: Sekisho):
    administrator = sekisho.administrator()
    found = sekisho.json("target", "catalogue", DB, "--check", by=administrator)["catalogue"]
    assert (found["fit"], found["left_out"], found["file"]) == (True, 0, "policies/columns/callcenter.toml")
    file = tomllib.loads(found["text"])
    assert {"client", "customers"} <= {table["name"] for table in file["table"]}
    told = sekisho.json("audit", "show", "--kind", "catalogue")["entries"]
    assert [each["kind"] for each in told[-2:]] == ["catalogue.read", "catalogue.told"]
    assert told[-2]["data"]["by_username"] == administrator["username"]


def test_R05_nobody_but_an_administrator_has_it_read(sekisho: Sekisho):
    (supervisor,) = sekisho.supervisors(1)
    ran = sekisho.run("target", "catalogue", DB, "--json", by=supervisor)
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["refused"]["code"] == "role.missing"


def test_what_a_column_is_taken_for_is_explained_to_anybody(sekisho: Sekisho):
    (found,) = sekisho.json("policy", "explain", "--column", "public.customers.phone", "--target", DB)["columns"]
    assert (found["kind"], found["masked"], found["classified_by"]) == ("phone", True, "kobayashi")
