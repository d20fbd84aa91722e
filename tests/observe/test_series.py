"""What every call is counted in reads as prometheus_client's own counters and histograms do."""

import re

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics

from executor.observe.metrics import RPC_LABELS
from executor.observe.series import Counts, Histograms

LABELS = (("unary", "a.Service", "Call"), ("bidi_stream", "a.Service", 'Say "it"'))
BOUNDS = (0.001, 0.5, 1, 2.5)
# On a bound, between two, above the last, and twice in one bucket.
SECONDS = (0.001, 0.7, 70.0, 0.6, 0.0)


def theirs():
    registry = CollectorRegistry()
    counter = Counter("things_total", "Things.", RPC_LABELS, registry=registry)
    timed = Histogram("things_seconds", "Their time.", RPC_LABELS, buckets=BOUNDS, registry=registry)
    alone = Histogram("alone_seconds", "No labels.", buckets=BOUNDS, registry=registry)
    for labels in LABELS:
        counter.labels(*labels)
        timed.labels(*labels)
    counter.labels(*LABELS[1]).inc()
    for seconds in SECONDS:
        timed.labels(*LABELS[0]).observe(seconds)
        alone.observe(seconds, {"trace_id": f"{seconds:g}"})
    return registry


def ours():
    registry = CollectorRegistry()
    counter = Counts("things_total", "Things.", RPC_LABELS, registry)
    timed = Histograms("things_seconds", "Their time.", RPC_LABELS, BOUNDS, registry)
    alone = Histograms("alone_seconds", "No labels.", (), BOUNDS, registry).labels()
    for labels in LABELS:
        counter.labels(*labels)
        timed.labels(*labels)
    counter.labels(*LABELS[1]).value += 1
    for seconds in SECONDS:
        timed.labels(*LABELS[0]).add(seconds)
        alone.add(seconds, f"{seconds:g}")
    return registry


def exposed(registry, encode):
    """Without the moments of exemplars."""
    return re.sub(r"(# \{.*\} \S+) \S+", r"\1", encode(registry).decode())


@pytest.mark.parametrize(
    "encode", [generate_latest, openmetrics.generate_latest], ids=["text", "openmetrics"]
)
def test_series_read_as_those_of_the_library(encode):
    text = exposed(ours(), encode)
    assert text == exposed(theirs(), encode)
    assert 'le="1.0"} 4.0' in text
