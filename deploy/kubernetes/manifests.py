"""Makes the manifests that repeat what another file says, so that each thing is said once.

python deploy/kubernetes/manifests.py    (make manifests)
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent)]

from executor.egress.policy import refused_blocks  # noqa: E402 - of this tree, installed or not
from executor.formats.egress_entries import DEFAULT_PORTS  # noqa: E402

RULES = HERE.parent / "prometheus" / "rules.yml"
RULE = HERE / "components" / "monitoring" / "prometheusrule.yaml"
NETWORK = HERE / "components" / "egress-public" / "network.yaml"


def prometheus_rule() -> str:
    """deploy/prometheus/rules.yml as the operator's resource."""
    head = """\
# Made from deploy/prometheus/rules.yml: make manifests.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: flow-executor
spec:
"""
    text = RULES.read_text()
    lines = text[text.index("groups:") :].splitlines()
    return head + "".join(f"  {line}\n" if line else "\n" for line in lines)


def egress_policy() -> str:
    """Everything public over the ports of http and https, as executor/egress/policy.py has it, and DNS."""
    head = """\
# Made from executor/egress/policy.py: make manifests.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: flow-executor
spec:
  egress:
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: kube-system }
      ports:
        - { port: 53, protocol: UDP }
        - { port: 53, protocol: TCP }
    - to:
"""
    text = head
    for version, everything in ((4, "0.0.0.0/0"), (6, "2000::/3")):
        text += f'        - ipBlock:\n            cidr: "{everything}"\n            except:\n'
        text += "".join(f'              - "{block}"\n' for block in refused_blocks(version))
    text += "      ports:\n"
    text += "".join(
        f"        - {{ port: {port}, protocol: TCP }}\n" for port in sorted(DEFAULT_PORTS.values())
    )
    return text


if __name__ == "__main__":
    RULE.write_text(prometheus_rule())
    NETWORK.write_text(egress_policy())
