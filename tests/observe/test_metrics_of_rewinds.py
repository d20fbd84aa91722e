"""What the pool counts of its rewinds, as it is scraped."""

import asyncio

import pytest
from prometheus_client import generate_latest

from executor.observe.metrics import Metrics
from executor.observe.tally import Tally
from executor.pool.accounting import REWIND_RESULTS
from executor.pool.pool import Pool
from executor.pool.readiness import Readiness
from executor.settings import Settings


def scraped(rewinds=()):
    """Every sample by its name with labels, of a pool in which so many seconds and pages were rewound."""

    async def scrape():
        settings = Settings.load(["--isolates=1"], {})
        pool = Pool(settings)
        for seconds, pages in rewinds:
            pool._accounts.rewound(pages, seconds)
        text = generate_latest(Metrics(pool, Readiness(pool, settings)).registry).decode()
        await pool.close()
        return text

    lines = [line for line in asyncio.run(scrape()).splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_all_results_are_there_at_zero_from_the_start():
    samples = scraped()
    assert [samples[f'executor_rewinds_total{{result="{result}"}}'] for result in REWIND_RESULTS] == [
        0.0 for _ in REWIND_RESULTS
    ]
    assert samples['executor_rewind_seconds_bucket{le="+Inf"}'] == samples["executor_rewind_pages_sum"] == 0


def test_rewinds_are_in_the_buckets_that_they_belong_to():
    samples = scraped([(0.0002, 340), (0.004, 30_000), (7.0, 31_000)])
    assert samples['executor_rewinds_total{result="rewound"}'] == 3
    buckets = [
        samples[f'executor_rewind_seconds_bucket{{le="{le}"}}']
        for le in ("0.0001", "0.0002", "0.005", "+Inf")
    ]
    assert buckets == [0, 1, 2, 3]
    assert samples["executor_rewind_seconds_count"] == 3
    assert samples["executor_rewind_seconds_sum"] == pytest.approx(7.0042)
    buckets = [
        samples[f'executor_rewind_pages_bucket{{le="{le}"}}'] for le in ("300.0", "400.0", "30000.0", "+Inf")
    ]
    assert buckets == [0, 1, 2, 3]
    assert samples["executor_rewind_pages_sum"] == 61_340


def test_value_on_a_bound_is_in_its_bucket():
    tally = Tally((1.0, 2.0))
    for value in (0.5, 1.0, 1.5, 2.0, 2.5):
        tally.add(value)
    assert (tally.counts, tally.sum) == ([2, 2, 1], 7.5)
