"""Counters and histograms in which every call is counted, as Prometheus has them.

Those of prometheus_client are for many threads: a lock and four to six Python functions each time. Here the event loop's is the
only one, which counts and is scraped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar
from prometheus_client.utils import floatToGoString

from executor.observe.tally import Tally


class Count:
    """`value` goes up."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0


class Counts(Collector):
    """A counter: a `Count` for each set of labels."""

    def __init__(self, name: str, text: str, labels: Sequence[str], registry: CollectorRegistry) -> None:
        self._name, self._text, self._labels = name, text, labels
        self._counts: dict[tuple[str, ...], Count] = {}
        registry.register(self)

    def labels(self, *values: str) -> Count:
        """Whoever counts keeps it. It is shown from the first time on."""
        return self._counts.setdefault(values, Count())

    def collect(self) -> Iterable[CounterMetricFamily]:
        """For the registry."""
        family = CounterMetricFamily(self._name, self._text, labels=self._labels)
        for values, count in self._counts.items():
            family.add_metric(values, count.value)
        yield family


class Histograms(Collector):
    """A histogram: a `Tally` for each set of labels."""

    def __init__(
        self,
        name: str,
        text: str,
        labels: Sequence[str],
        bounds: tuple[float, ...],
        registry: CollectorRegistry,
    ) -> None:
        self._name, self._text, self._labels, self._bounds = name, text, labels, bounds
        self._tallies: dict[tuple[str, ...], Tally] = {}
        registry.register(self)

    def labels(self, *values: str) -> Tally:
        """As `Counts.labels`."""
        return self._tallies.setdefault(values, Tally(self._bounds))

    def collect(self) -> Iterable[HistogramMetricFamily]:
        """For the registry."""
        yield histogram(self._name, self._text, self._labels, self._tallies)


def histogram(
    name: str, text: str, labels: Sequence[str], tallies: dict[tuple[str, ...], Tally]
) -> HistogramMetricFamily:
    """The family of these, by the values of its labels."""
    family = HistogramMetricFamily(name, text, labels=labels)
    for values, tally in tallies.items():
        family.add_metric(values, list(_buckets(tally)), tally.sum)
    return family


def _buckets(tally: Tally) -> Iterable[tuple[str, float] | tuple[str, float, Exemplar]]:
    bounds = [*map(floatToGoString, tally.bounds), "+Inf"]
    for bucket, (bound, count) in enumerate(zip(bounds, accumulate(tally.counts), strict=True)):
        if bucket in tally.exemplars:
            trace_id, value, at = tally.exemplars[bucket]
            yield bound, count, Exemplar({"trace_id": trace_id}, value, at)
        else:
            yield bound, count
