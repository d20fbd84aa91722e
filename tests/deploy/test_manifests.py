"""The Kubernetes manifests: valid by the real schemas, true to the code, and within the restricted profile."""

import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from harness import ROOT, SERVICE

from executor.formats.egress_entries import DEFAULT_PORTS
from executor.settings import SETTINGS, Settings

KUBERNETES = ROOT / "deploy" / "kubernetes"
TOOLS = ROOT / ".tools" / "manifests"
KUSTOMIZE = ROOT / ".tools" / "go" / "kustomize"
OVERLAYS = sorted(path.name for path in (KUBERNETES / "overlays").iterdir())

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (TOOLS / "installed").exists() or not KUSTOMIZE.exists(), reason="needs Go: make manifests"
    ),
]


def validate(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    python = TOOLS / "bin" / "python"
    flags = ["--kustomize", KUSTOMIZE, "--crds", TOOLS / "crds"]
    command = [python, KUBERNETES / "validate.py", *flags, *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True)


def built(overlay: str) -> list[dict[str, Any]]:
    """An overlay's manifests, as JSON has them; the caller's own."""
    manifests: list[dict[str, Any]] = json.loads(built_once(overlay))
    return manifests


@functools.cache
def built_once(overlay: str) -> bytes:
    made = subprocess.run(
        [KUSTOMIZE, "build", KUBERNETES / "overlays" / overlay], check=True, capture_output=True
    )
    script = "import json, sys, yaml; json.dump([*yaml.safe_load_all(sys.stdin)], sys.stdout)"
    return subprocess.run(
        [TOOLS / "bin" / "python", "-c", script], input=made.stdout, capture_output=True, check=True
    ).stdout


def one(manifests: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (found,) = [manifest for manifest in manifests if manifest["kind"] == kind]
    return found


def container(manifests: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = one(manifests, "Deployment")["spec"]["template"]["spec"]["containers"]
    return found


def test_every_overlay_is_valid():
    checked = validate()
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert all(re.search(rf"^{overlay} +Deployment", checked.stdout, re.MULTILINE) for overlay in OVERLAYS)


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "x"},
            "spec": {"replicas": "two"},
        },
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"clusterIp": "None"}},
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PodMonitor",
            "metadata": {"name": "x"},
            "spec": {"selector": {}, "podMetricsEndpoints": [{"prot": "admin"}]},
        },
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {"name": "x"},
            "spec": {"groups": [{"name": "g", "rules": [{"alert": "A"}]}]},
        },
        {
            "apiVersion": "keda.sh/v1alpha1",
            "kind": "ScaledObject",
            "metadata": {"name": "x"},
            "spec": {"scaleTargetRef": {"name": "x"}, "minReplicas": 2, "triggers": []},
        },
        {"apiVersion": "keda.sh/v1", "kind": "ScaledObject", "metadata": {"name": "x"}},
    ],
    ids=["type", "spelling", "custom-spelling", "custom-missing", "custom-keda", "unknown"],
)
def test_manifest_with_a_mistake_is_refused(wrong):
    checked = validate("-", given=json.dumps(wrong))
    assert checked.returncode == 1
    assert "valid" not in checked.stdout.split()


def settings_of(manifests: list[dict[str, Any]], folder: Path) -> Settings:
    """As the server of that pod reads them; raises where it would refuse."""
    given = one(manifests, "ConfigMap")["data"]
    for name, value in given.items():
        if value.startswith("/etc/"):
            # Mounted there by the pod.
            (folder / name).write_text("{}")
            given[name] = str(folder / name)
    return Settings.load((), given)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_variable_is_a_setting_and_the_server_accepts_them_together(overlay, tmp_path):
    manifests = built(overlay)
    assert set(one(manifests, "ConfigMap")["data"]) <= {setting.variable for setting in SETTINGS}
    settings_of(manifests, tmp_path)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_pods_keep_to_the_restricted_profile(overlay):
    pod = one(built(overlay), "Deployment")["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] != 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    assert {next(iter(set(volume) - {"name"})) for volume in pod.get("volumes", ())} <= {
        "secret",
        "configMap",
    }
    assert container(built(overlay))["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def built_with(folder: Path, overlay: str, *components: str) -> list[dict[str, Any]]:
    """An overlay with components added, which are valid together."""
    given = {
        "resources": [f"overlays/{overlay}"],
        "components": [f"components/{name}" for name in components],
    }
    given = {
        key: [os.path.relpath(KUBERNETES / name, folder) for name in names] for key, names in given.items()
    }
    (folder / "kustomization.yaml").write_text(json.dumps(given))
    checked = validate(str(folder))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return built(str(folder))


@pytest.mark.parametrize("overlay", ["plain", "production"])
def test_component_http_lets_callers_of_grpc_call_by_the_door(overlay, tmp_path):
    manifests = built_with(tmp_path, overlay, "http")
    check_names(manifests)
    settings = settings_of(manifests, tmp_path)
    assert str(settings.http_listen) == "0.0.0.0:8090"
    policy = next(one["spec"] for one in manifests if one["kind"] == "NetworkPolicy")
    assert [[port["port"] for port in rule["ports"]] for rule in policy["ingress"]] == [
        ["grpc", "connect"],
        ["admin"],
    ]


@pytest.mark.parametrize("overlay", ["plain", "production"])
def test_component_egress_credentials_mounts_the_list_and_the_values_beside_it(overlay, tmp_path):
    manifests = built_with(tmp_path, overlay, "egress-listed", "egress-credentials")
    check_names(manifests)
    assert settings_of(manifests, tmp_path).egress_credentials
    pod = one(manifests, "Deployment")["spec"]["template"]["spec"]
    (volume,) = (each for each in pod["volumes"] if each["name"] == "egress-credentials")
    assert volume["secret"]["secretName"] == "flow-executor-egress-credentials"


def test_component_rewind_is_valid_and_names_the_profile_of_the_tree(tmp_path):
    manifests = built_with(tmp_path, "plain", "rewind")
    pod = one(manifests, "Deployment")["spec"]["template"]["spec"]
    profile = pod["securityContext"]["seccompProfile"]
    assert profile["type"] == "Localhost"
    assert (KUBERNETES.parent / "seccomp" / profile["localhostProfile"]).exists()
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert settings_of(manifests, tmp_path).isolation == "rewind"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_pod_is_given_the_time_that_its_server_takes_to_drain(overlay, tmp_path):
    manifests = built(overlay)
    settings = settings_of(manifests, tmp_path)
    grace = one(manifests, "Deployment")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert grace >= settings.lame_duck + settings.drain_timeout + 5


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_memory_covers_isolates_with_full_heaps(overlay, tmp_path):
    manifests = built(overlay)
    settings = settings_of(manifests, tmp_path)
    resources = container(manifests)["resources"]
    rest, each = 110 << 20, 2 << 20  # docs/operate.md, "Sizing"
    assert int(resources["requests"]["memory"].removesuffix("Mi")) << 20 >= rest + settings.isolates * each
    held = settings.egress_max_held_bytes if settings.egress != "off" else 0
    full = rest + settings.isolates * (each + settings.max_memory_bytes + held)
    assert int(resources["limits"]["memory"].removesuffix("Mi")) << 20 >= full


def test_probes_ask_the_names_that_the_server_publishes():
    """Over gRPC without TLS; with it, which the kubelet's gRPC probes cannot speak, on the admin port."""
    plain = container(built("plain"))
    asked = {
        name: plain[name]["grpc"]["service"] for name in ("startupProbe", "readinessProbe", "livenessProbe")
    }
    assert asked == {"startupProbe": SERVICE, "readinessProbe": SERVICE, "livenessProbe": "liveness"}
    for overlay in ("production", "production-keda"):
        tls = container(built(overlay))
        asked = {name: tls[name]["httpGet"]["path"] for name in asked}
        assert asked == {"startupProbe": "/readyz", "readinessProbe": "/readyz", "livenessProbe": "/livez"}


def selected(selector: dict[str, Any] | None, labels: dict[str, str]) -> bool:
    """As Kubernetes reads a label selector without expressions: none selects nothing, an empty one everything."""
    return selector is not None and selector.get("matchLabels", {}).items() <= labels.items()


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_whatever_selects_pods_selects_those_of_the_server(overlay):
    """No schema asks for it: a budget or a monitor without a selector is valid, and does nothing."""
    manifests = built(overlay)
    template = one(manifests, "Deployment")["spec"]["template"]
    labels = template["metadata"]["labels"]
    for manifest in manifests:
        spec = manifest.get("spec", {})
        if manifest["kind"] in ("Deployment", "PodDisruptionBudget", "PodMonitor"):
            assert selected(spec.get("selector"), labels), manifest["kind"]
        elif manifest["kind"] == "Service":
            assert spec["selector"], "a Service without a selector has no endpoints"
            assert selected({"matchLabels": spec["selector"]}, labels), manifest["metadata"]["name"]
        elif manifest["kind"] == "NetworkPolicy":
            assert selected(spec.get("podSelector"), labels)
    assert all(
        selected(spread["labelSelector"], labels) for spread in template["spec"]["topologySpreadConstraints"]
    )


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_names_that_manifests_refer_to_exist(overlay):
    check_names(built(overlay))


def check_names(manifests: list[dict[str, Any]]) -> None:
    deployment = one(manifests, "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    (source,) = container(manifests)["envFrom"]
    assert source["configMapRef"]["name"] == one(manifests, "ConfigMap")["metadata"]["name"]
    assert pod["serviceAccountName"] == one(manifests, "ServiceAccount")["metadata"]["name"]
    ports = {port["name"]: port["containerPort"] for port in container(manifests)["ports"]}
    settings = one(manifests, "ConfigMap")["data"]
    assert settings["EXECUTOR_LISTEN"].endswith(f":{ports['grpc']}")
    assert settings["EXECUTOR_ADMIN_LISTEN"].endswith(f":{ports['admin']}")
    for manifest in manifests:
        spec = manifest.get("spec", {})
        if manifest["kind"] == "Service":
            assert {port["targetPort"] for port in spec["ports"]} <= set(ports)
        elif manifest["kind"] == "PodMonitor":
            assert {endpoint["port"] for endpoint in spec["podMetricsEndpoints"]} <= set(ports)
        elif manifest["kind"] == "NetworkPolicy":
            assert {port["port"] for rule in spec["ingress"] for port in rule["ports"]} <= set(ports)
        if "scaleTargetRef" in spec:
            assert spec["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    # Every file that a setting names is in a volume that is mounted there.
    mounts = {mount["mountPath"]: mount["name"] for mount in container(manifests).get("volumeMounts", ())}
    assert sorted(mounts.values()) == sorted(volume["name"] for volume in pod.get("volumes", ()))
    files = [Path(value) for value in settings.values() if value.startswith("/")]
    assert {str(path.parent) for path in files} == set(mounts)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_service_tells_gateways_what_its_port_speaks(overlay):
    manifests = built(overlay)
    has_tls = "EXECUTOR_TLS_CERTIFICATE" in one(manifests, "ConfigMap")["data"]
    (port,) = [
        port
        for manifest in manifests
        if manifest["kind"] == "Service"
        for port in manifest["spec"]["ports"]
        if port["name"] == "grpc"
    ]
    assert port["appProtocol"] == ("https" if has_tls else "kubernetes.io/h2c")


def test_made_manifests_are_up_to_date():
    path = KUBERNETES / "manifests.py"
    spec = importlib.util.spec_from_file_location("manifests", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.RULE.read_text() == made.prometheus_rule(), "run make manifests"
    assert made.NETWORK.read_text() == made.egress_policy(), "run make manifests"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_network_policy_lets_out_what_the_server_lets_out(overlay, tmp_path):
    """Addresses are compared above, as both are made from one table; here that both are open or shut, and which ports."""
    manifests = built(overlay)
    settings = settings_of(manifests, tmp_path)
    egress = one(manifests, "NetworkPolicy")["spec"]["egress"]
    if settings.egress == "off":
        assert egress == []
        return
    dns, public = egress
    assert {(port["port"], port["protocol"]) for port in dns["ports"]} == {(53, "UDP"), (53, "TCP")}
    assert all("except" in peer["ipBlock"] for peer in public["to"])
    assert {port["port"] for port in public["ports"]} == set(DEFAULT_PORTS.values())
    assert all(entry.port in {0, *DEFAULT_PORTS.values()} for entry in settings.egress_allow)


def test_admin_port_is_for_namespaces_of_monitoring_and_of_labelled_readers():
    """And calls for those of clients: no label opens both."""
    ingress = one(built("plain"), "NetworkPolicy")["spec"]["ingress"]
    labels = {
        rule["ports"][0]["port"]: [
            peer["namespaceSelector"]["matchLabels"] for peer in rule["from"] if "namespaceSelector" in peer
        ]
        for rule in ingress
    }
    assert labels == {
        "grpc": [{"flow-executor/client": "true"}],
        "admin": [
            {"kubernetes.io/metadata.name": "monitoring"},
            {"flow-executor/health-reader": "true"},
        ],
    }
    readme = (KUBERNETES / "README.md").read_text()
    assert all(f"{name}=true" in readme for name in ("flow-executor/client", "flow-executor/health-reader"))


def test_namespace_can_come_first_and_is_that_of_every_overlay():
    (namespace,) = built("../namespace")
    assert all(one(built(overlay), "Namespace") == namespace for overlay in OVERLAYS)


# What a reader types, with kubectl and docker as functions that write down how they were called; what is applied is built.
STAND_INS = """
set -euo pipefail
docker() { echo "docker $*" >> ran; }
kubectl() {
  echo "kubectl $*" >> ran
  if [ "$1 $2" = "apply -k" ]; then "$KUSTOMIZE" build "$3" > applied.yaml; fi
}
"""


def typed(block: str, folder: Path) -> list[str]:
    """Runs a block of README.md in a copy of the tree's manifests; what was called, in order."""
    shutil.copytree(KUBERNETES, folder / "deploy" / "kubernetes")
    environment = {**os.environ, "KUSTOMIZE": str(KUSTOMIZE)}
    subprocess.run(["bash", "-c", STAND_INS + block], cwd=folder, env=environment, check=True)
    return (folder / "ran").read_text().splitlines()


def test_commands_of_the_readme_take_kubectl_alone_and_the_namespace_comes_before_secrets(tmp_path):
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (KUBERNETES / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )
    plain, production = (block for block in blocks if "my-cluster" in block)
    for name, block in (("plain", plain), ("production", production)):
        folder = tmp_path / name
        ran = typed(block, folder)
        assert ran[-1] == "kubectl apply -k my-cluster"
        applied = (folder / "applied.yaml").read_text()
        assert "image: REGISTRY/flow-executor:1\n" in applied
        checked = validate("-", given=applied)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    assert ran[0] == "kubectl apply -k deploy/kubernetes/namespace"
    secrets = [line.split(" create secret ")[1].split()[1] for line in ran if " create secret " in line]
    wanted = {
        volume["secret"]["secretName"]
        for volume in one(built("production-keda"), "Deployment")["spec"]["template"]["spec"]["volumes"]
    }
    assert set(secrets) == wanted
    # The block of production has the component runbook, too.
    urls = re.findall(r"runbook_url: (\S+)#(\w+)\n", applied)
    assert {address for address, _ in urls} == {"https://git.example.com/flow-executor/docs/runbook.md"}
    alerts = re.findall(r"alert: (\w+)", applied)
    assert sorted(anchor for _, anchor in urls) == sorted(alert.lower() for alert in alerts)
    assert "flow-executor-runbook" not in applied


def test_autoscalers_scale_by_a_metric_that_is_exported_and_alike(server):
    adapter = one(built("production"), "HorizontalPodAutoscaler")["spec"]
    keda = one(built("production-keda"), "ScaledObject")
    (metric,), (trigger,) = adapter["metrics"], keda["spec"]["triggers"]
    name = metric["pods"]["metric"]["name"]
    assert f"\n{name} " in server.get("/metrics")[1]
    namespace = keda["metadata"]["namespace"]
    assert f'{name}{{namespace="{namespace}"}}' in trigger["metadata"]["query"]
    # 700m is how Kubernetes writes 0.7.
    target = metric["pods"]["target"]
    assert float(target["averageValue"].removesuffix("m")) / 1000 == float(trigger["metadata"]["threshold"])
    assert (target["type"], adapter["minReplicas"], adapter["maxReplicas"], adapter["behavior"]) == (
        trigger["metricType"],
        keda["spec"]["minReplicaCount"],
        keda["spec"]["maxReplicaCount"],
        keda["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"],
    )
    for overlay in ("production", "production-keda"):
        assert "replicas" not in one(built(overlay), "Deployment")["spec"]


def test_grpc_probes_over_tls_are_for_the_newest_kubernetes_and_replace_those_of_http():
    manifests = built("production-grpc-probes")
    server = container(manifests)
    for name in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert server[name]["grpc"]["mode"] == "TLS"
        assert "httpGet" not in server[name]
    # An older API server does not know `mode`, and is told so before anybody applies it.
    assert validate("-", given=json.dumps(one(manifests, "Deployment"))).returncode == 1
    assert "httpGet" in container(built("production"))["readinessProbe"]
