"""Log lines that strangers cause are few, and say how many there were."""

import logging

from executor.observe.paced import BURST, INTERVAL, Paced


def test_thousand_lines_of_a_kind_are_a_few_and_a_count(caplog):
    now = [100.0]
    paced = Paced(logging.getLogger("test"), lambda: now[0])
    caplog.set_level(logging.INFO)
    for number in range(1000):
        paced.info("refused", "call %d refused", number)
    paced.warning("slow", "another kind")
    assert [r.getMessage() for r in caplog.records] == [
        *(f"call {number} refused" for number in range(BURST)),
        "another kind",
    ]
    now[0] += INTERVAL
    caplog.clear()
    paced.info("refused", "call %d refused", 1000)
    (record,) = caplog.records
    assert record.getMessage() == f"call 1000 refused (and {1000 - BURST} more like it before)"
    paced.info("refused", "call %d refused", 1001)
    assert caplog.records[1].getMessage() == "call 1001 refused"
