"""The manifests against Kubernetes' own schema, and against what this project promises; the image they run."""

import json
import re
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from gateway.settings.reading import read
from gateway.wiring.users import DATABASE_GROUP, OPTIONAL, PROCESSES, RECORDING_GROUP

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "deploy" / "kubernetes"
IMAGE = PROJECT / "deploy" / "container" / "Containerfile"
SCHEMA = json.loads((Path(__file__).parent / "kubernetes-1.37.json").read_text())
GROUPS = {
    "keeper": {"sekisho", DATABASE_GROUP}, "registrar": {"sekisho", DATABASE_GROUP, RECORDING_GROUP},
    "gateway": {"sekisho", RECORDING_GROUP}, "worker": {"sekisho", DATABASE_GROUP},
    "admin_ui": {"sekisho", DATABASE_GROUP, RECORDING_GROUP}, "monitor": {"sekisho"},
    "archivist": {"sekisho", DATABASE_GROUP, RECORDING_GROUP},
}  # fmt: skip


class _Once(yaml.SafeLoader):
    """A key that is given twice is an error and not the last one's."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key twice: {node.start_mark}"
        return super().construct_mapping(node, deep)


def documents(path: Path) -> list[dict[str, Any]]:
    return [each for each in yaml.load_all(path.read_text(), _Once) if each is not None]  # a SafeLoader


KUSTOMIZATION = documents(FOLDER / "kustomization.yaml")[0]
ALL = [each for name in KUSTOMIZATION["resources"] for each in documents(FOLDER / name)]


def of(kind: str) -> list[dict[str, Any]]:
    return [each for each in ALL if each["kind"] == kind]


def faults(document: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator({"$ref": f"#/$defs/{SCHEMA['kinds'][document['kind']]}", "$defs": SCHEMA["$defs"]})
    return [error.message for error in validator.iter_errors(document)]


POD = of("StatefulSet")[0]["spec"]["template"]["spec"]
CONTAINERS = {each["name"]: each for each in POD["containers"]}
DNS = {name: name.replace("_", "-") for name in (*PROCESSES, *OPTIONAL)}


def test_every_manifest_is_applied():
    assert set(KUSTOMIZATION["resources"]) == {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}


@pytest.mark.parametrize("document", ALL, ids=lambda each: f"{each['kind']} {each['metadata']['name']}")
def test_kubernetes_takes_it(document):
    assert faults(document) == []
    assert document["kind"] == "Namespace" or document["metadata"]["namespace"] == "sekisho"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pod: pod["containers"][0].update(securitycontext={}),
        lambda pod: pod["containers"][0]["securityContext"].update(runAsUser="10001"),
        lambda pod: pod["containers"][0].pop("name"),
        lambda pod: pod.update(hostNetworks=True),
    ],
)
def test_the_schema_would_notice(spoil):
    document = deepcopy(of("StatefulSet")[0])
    spoil(document["spec"]["template"]["spec"])
    assert faults(document) != []


def test_a_container_a_process_each_with_a_uid_of_its_own():
    assert {name: each["args"] for name, each in CONTAINERS.items()} == {DNS[name]: ["serve", name] for name in DNS}
    uids = [each["securityContext"]["runAsUser"] for each in CONTAINERS.values()]
    assert len(set(uids)) == len(uids)
    assert not any(POD.get(shared) for shared in ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"))
    assert POD["automountServiceAccountToken"] is False
    assert POD["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_nobody_can_gain_rights_or_change_the_program(name):
    container = CONTAINERS[name]
    uid = container["securityContext"]["runAsUser"]
    assert container["securityContext"] == {
        "runAsUser": uid, "runAsGroup": uid, "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert uid >= 10_000
    assert {"requests", "limits"} == set(container["resources"])
    assert "memory" in container["resources"]["limits"]


def test_only_the_init_container_is_root_and_only_to_give_folders_away():
    [init] = POD["initContainers"]
    assert init["securityContext"]["capabilities"] == {"drop": ["ALL"], "add": ["CHOWN", "DAC_OVERRIDE", "FOWNER"]}
    assert init["securityContext"]["allowPrivilegeEscalation"] is False
    assert init["securityContext"]["readOnlyRootFilesystem"] is True
    assert "sekisho init --users" in init["args"][0]


def test_what_is_asked_whether_it_lives():
    for name in ("gateway", "admin-ui"):
        ports = {port["name"] for port in CONTAINERS[name]["ports"]}
        assert CONTAINERS[name]["livenessProbe"]["tcpSocket"]["port"] in ports
        assert CONTAINERS[name]["startupProbe"]["tcpSocket"]["port"] in ports
    monitor = CONTAINERS["monitor"]
    assert "/readyz" in monitor["readinessProbe"]["exec"]["command"][2]
    assert "/healthz" in monitor["livenessProbe"]["exec"]["command"][2]
    for probe in ("readinessProbe", "livenessProbe"):
        compile(monitor[probe]["exec"]["command"][2], probe, "exec")
    drain = read_settings()["gateway"].get("drain_seconds", 30)
    assert POD["terminationGracePeriodSeconds"] >= drain + 15


def test_only_who_writes_a_volume_may():
    mounts = {
        name: {each["name"]: each.get("readOnly", False) for each in one["volumeMounts"]}
        for name, one in CONTAINERS.items()
    }
    assert all(found["settings"] for found in mounts.values())
    assert mounts["monitor"]["state"] is True
    assert {name for name, found in mounts.items() if "witness" in found} == {"registrar"}
    known = {each["name"] for each in POD["volumes"]} | {
        each["metadata"]["name"] for each in of("StatefulSet")[0]["spec"]["volumeClaimTemplates"]
    }
    assert {each for found in mounts.values() for each in found} == known


def test_R09_what_is_not_named_is_dropped_both_ways():
    nothing, inwards, outwards = (each["spec"] for each in of("NetworkPolicy"))
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    label = {"app.kubernetes.io/name": "sekisho"}
    for policy in (inwards, outwards):
        assert policy["podSelector"]["matchLabels"] == label
    for rule in (*inwards["ingress"], *outwards["egress"]):
        assert rule["ports"]
        for peer in rule.get("from") or rule["to"]:
            assert "0.0.0.0/0" not in str(peer)
            assert peer.get("ipBlock") or peer["podSelector"], "never everybody"
    named = {port["name"] for one in CONTAINERS.values() for port in one.get("ports", ())}
    assert {port["port"] for rule in inwards["ingress"] for port in rule["ports"]} <= named


def test_nobodys_session_ends_for_an_eviction_or_a_changed_manifest():
    [budget] = of("PodDisruptionBudget")
    label = {"app.kubernetes.io/name": "sekisho"}
    assert budget["spec"] == {"maxUnavailable": 0, "selector": {"matchLabels": label}}
    spec = of("StatefulSet")[0]["spec"]
    assert (spec["replicas"], spec["updateStrategy"]) == (1, {"type": "OnDelete"})
    assert spec["selector"]["matchLabels"] == label == spec["template"]["metadata"]["labels"]


def test_clients_keep_their_addresses_and_services_reach_ports_there_are():
    doors, head = of("Service")
    assert doors["spec"]["externalTrafficPolicy"] == "Local"
    named = {port["name"]: port["containerPort"] for one in CONTAINERS.values() for port in one.get("ports", ())}
    for service in (doors, head):
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= named.keys()
    settings = read_settings()
    assert named == {
        "ssh": settings["gateway"]["port"],
        "postgresql": settings["postgres"]["port"],
        "office": settings["admin_ui"]["port"],
    }
    assert str(settings["metrics"]["port"]) in CONTAINERS["monitor"]["readinessProbe"]["exec"]["command"][2]


def read_settings() -> dict[str, Any]:
    return tomllib.loads(of("ConfigMap")[0]["data"]["sekisho.toml"])


def test_the_program_takes_the_settings(tmp_path):
    file = tmp_path / "sekisho.toml"
    file.write_text(of("ConfigMap")[0]["data"]["sekisho.toml"])
    settings = read(file)
    assert {getattr(settings.users, name) for name in DNS} == {f"sekisho-{name}" for name in DNS}
    assert (str(settings.state.directory), str(settings.state.witness)) == (
        "/var/lib/sekisho",
        "/var/lib/sekisho-witness",
    )


# --- the image -------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    text = re.sub(
        r"\\\n\s*", "", "\n".join(line for line in IMAGE.read_text().splitlines() if not line.startswith("#"))
    )
    found = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return [(word, rest) for word, _, rest in found]


def test_the_image_names_no_registry_and_fetches_nothing_unchecked():
    for word, rest in instructions():
        assert word in {"FROM", "RUN", "WORKDIR", "COPY", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD"}, (
            word
        )
        assert "http" not in rest
        if word == "FROM":
            assert re.fullmatch(r"debian:[a-z]+-slim( AS build)?", rest), rest
        for part in rest.split("&&"):
            if "pip install" in part:
                assert (
                    "--require-hashes -r requirements/core.lock" in part
                ) or "--no-deps --no-build-isolation ." in part
            assert not re.search(r"\b(curl|wget|git)\b", part)
    for document in ALL:
        for image in re.findall(r"'image': '([^']+)'", str(document)):
            assert re.fullmatch(r"sekisho:[0-9.]+", image)


def test_the_image_ends_as_nobody_in_particular_with_the_users_the_manifests_name():
    said = instructions()
    assert [rest for word, rest in said if word == "USER"] == ["10003:10003"]
    assert [rest for word, rest in said if word == "ENTRYPOINT"] == ['["/opt/sekisho/bin/sekisho"]']
    users = {
        name: (int(uid), set(groups.split(",")))
        for uid, groups, name in re.findall(
            r"useradd --system --uid (\d+) --user-group --groups (\S+) .*? sekisho-(\w+)(?= |$)",
            " ".join(rest for word, rest in said if word == "RUN"),
        )
    }
    assert {name: groups for name, (_, groups) in users.items()} == GROUPS
    assert {DNS[name]: uid for name, (uid, _) in users.items()} == {
        name: each["securityContext"]["runAsUser"] for name, each in CONTAINERS.items()
    }


def test_everything_that_is_copied_into_the_image_is_there():
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (PROJECT / source).exists(), source
