from datetime import timedelta

from gateway.storage.engine import writing
from gateway.storage.stores.nodes import Nodes
from tests.gateway.storage.samples import NOW

LATER = NOW + timedelta(microseconds=1)


def test_a_run_of_a_node_begins_and_ends_once(office):
    with writing(office) as connection:
        nodes = Nodes(connection)
        nodes.began("node-1", NOW)
        assert nodes.running() == {"node-1": NOW}
        assert nodes.runs("node-1", NOW)
        assert not nodes.runs("node-1", LATER)
        assert not nodes.ended("node-1", LATER)
        assert nodes.ended("node-1", NOW)
        assert not nodes.ended("node-1", NOW)
        assert nodes.running() == {}


def test_a_later_run_takes_the_place_of_an_earlier_one(office):
    with writing(office) as connection:
        nodes = Nodes(connection)
        nodes.began("node-1", NOW)
        nodes.began("node-1", LATER)
        nodes.began("node-2", NOW)
        assert nodes.running() == {"node-1": LATER, "node-2": NOW}
        assert not nodes.runs("node-1", NOW)
        assert not nodes.ended("node-1", NOW)
