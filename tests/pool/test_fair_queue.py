"""The order in which jobs get their turn: counted, not timed."""

from collections import Counter, deque

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from executor.pool.fair_queue import FairQueue
from executor.pool.pace import ENOUGH, RETRY_FIRST, RETRY_LAST, STALE_AFTER, Pace

CALLERS = st.sampled_from(["", "a", "b", "c", "d"])
LIMIT = 6


class Model(RuleBasedStateMachine):
    """Any sequence of calls against lists, one for each caller."""

    def __init__(self):
        super().__init__()
        self.queue = FairQueue(LIMIT)
        self.lines = {}
        self.urgent = []
        self.running = []
        self.next_item = 0

    def held(self, caller):
        return sum(1 for who, _ in self.running if who == caller)

    def new_item(self):
        self.next_item += 1
        return self.next_item

    @rule(caller=CALLERS)
    def push(self, caller):
        item = self.new_item()
        lines = {who: list(line) for who, line in self.lines.items() if line}
        loser = self.queue.push(caller, item)
        if sum(map(len, lines.values())) < LIMIT:
            assert loser is None
        else:
            longest = max(map(len, lines.values()))
            own = len(lines.get(caller, ()))
            if own + 1 >= longest:
                assert loser == item
                return
            (owner,) = (who for who, line in lines.items() if loser in line)
            assert len(lines[owner]) == longest
            assert loser == lines[owner][-1]
            self.lines[owner].remove(loser)
        self.lines.setdefault(caller, []).append(item)

    @rule()
    def push_urgent(self):
        item = self.new_item()
        self.queue.push_urgent(item)
        self.urgent.append(item)

    @rule(below=st.none() | st.integers(1, 4), starts=st.booleans())
    def pop(self, below, starts):
        item = self.queue.pop(below=below)
        waiting = [who for who, line in self.lines.items() if line]
        if self.urgent:
            assert item == self.urgent.pop(0)
            return
        fewest = min((self.held(who) for who in waiting), default=None)
        if fewest is None or (below is not None and fewest >= below):
            assert item is None
            return
        (owner,) = (who for who in waiting if item in self.lines[who])
        assert self.held(owner) == fewest, "the fewest isolates first"
        assert self.lines[owner][0] == item, "first in, first out within a caller"
        if starts:
            self.lines[owner].pop(0)
            self.queue.started(owner)
            self.running.append((owner, item))
        else:
            self.queue.restore(owner, item)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def end(self, data):
        caller, _ = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        self.queue.ended(caller)

    @precondition(lambda self: any(self.lines.values()))
    @rule(data=st.data())
    def leave(self, data):
        places = [(who, item) for who, line in self.lines.items() for item in line]
        caller, item = data.draw(st.sampled_from(places))
        assert self.queue.remove(caller, item)
        self.lines[caller].remove(item)
        assert not self.queue.remove(caller, item), "once only"

    @invariant()
    def nothing_is_lost_or_doubled(self):
        expected = self.urgent + [item for line in self.lines.values() for item in line]
        assert sorted(self.queue) == sorted(expected)
        assert len(self.queue) == len(expected) <= LIMIT + len(self.urgent)
        for caller in ("", "a", "b", "c", "d"):
            assert self.queue.waiting(caller) == len(self.lines.get(caller, ()))
            assert self.queue.first_of(caller) == next(iter(self.lines.get(caller, ())), None)
            assert self.queue.held(caller) == self.held(caller)


TestAnySequence = Model.TestCase
TestAnySequence.settings = settings(deadline=None, max_examples=100)


def service_order(queue, isolates, lengths, seconds):
    """(start, caller) of each job, in a pool simulated in ticks; `lengths` are the ticks a caller's jobs take."""
    running, order = [], []
    for now in range(seconds):
        for end, caller in [entry for entry in running if entry[0] <= now]:
            running.remove((end, caller))
            queue.ended(caller)
        while len(running) < isolates and (item := queue.pop()) is not None:
            caller = item[0]
            queue.started(caller)
            running.append((now + lengths[caller], caller))
            order.append((now, caller))
    return order


def test_caller_with_fifty_times_the_jobs_takes_turns_with_the_other():
    queue = FairQueue(1000)
    for index in range(500):
        queue.push("flood", ("flood", index))
    for index in range(10):
        queue.push("slow", ("slow", index))
    order = service_order(queue, 1, {"flood": 1, "slow": 1}, 20)
    assert Counter(caller for _, caller in order) == {"flood": 10, "slow": 10}


def test_caller_with_jobs_ten_times_as_long_gets_no_more_of_the_isolates():
    queue = FairQueue(2000)
    for index in range(500):
        queue.push("long", ("long", index))
    for index in range(1500):
        queue.push("short", ("short", index))
    order = service_order(queue, 4, {"long": 10, "short": 1}, 200)
    busy = Counter()
    for _, caller in order:
        busy[caller] += 10 if caller == "long" else 1
    assert abs(busy["long"] - busy["short"]) <= 2 * 10


def test_burst_of_a_slow_caller_waits_at_most_twice_as_long_beside_a_flood():
    """Two shares instead of one: its last job starts after twice the time, and the end of the jobs under way."""
    isolates, length, burst = 4, 5, 40

    def last_start(flood):
        queue = FairQueue(10_000)
        for index in range(flood):
            queue.push("flood", ("flood", index))
        order = service_order(queue, isolates, {"flood": length, "slow": length}, 1)
        assert len(order) == min(flood, isolates)
        for _ in order:
            queue.ended("flood")
        for index in range(burst):
            queue.push("slow", ("slow", index))
        return max(
            start
            for start, caller in service_order(queue, isolates, {"flood": length, "slow": length}, 500)
            if caller == "slow"
        )

    alone = last_start(0)
    assert last_start(50 * burst) <= 2 * alone + length


def test_newcomer_gets_a_place_in_a_queue_that_another_fills():
    queue = FairQueue(3)
    for item in (1, 2, 3):
        assert queue.push("flood", item) is None
    assert queue.push("flood", 4) == 4
    assert queue.push("new", 5) == 3
    # One each of the two and one more: now neither can push the other out.
    assert queue.push("new", 6) == 6
    assert queue.push("flood", 7) == 7
    assert queue.push("third", 8) == 2
    assert queue.push("fourth", 9) == 9
    assert sorted(queue) == [1, 5, 8]


def test_queue_of_nothing_takes_nobody_but_the_urgent():
    queue = FairQueue(0)
    assert queue.push("a", 1) == 1
    queue.push_urgent(2)
    assert (queue.pop(), queue.pop()) == (2, None)


def test_nothing_is_kept_of_callers_who_are_done():
    queue = FairQueue(10)
    for index in range(1000):
        queue.push(f"caller {index}", index)
        queue.pop()
        queue.started(f"caller {index}")
        queue.ended(f"caller {index}")
    kept = deque(vars(queue).values())
    assert not any(part for part in kept if isinstance(part, dict)), vars(queue)
    assert not queue._by_held._at
    assert not queue._by_length._at


# --- Pace ------------------------------------------------------------------------------------------------------------


def paced(interval, count):
    pace, now = Pace(), 100.0
    for _ in range(count):
        now += interval
        pace.handed_over(now, more=True)
    return pace, now


def test_wait_is_unknown_until_enough_was_seen_and_again_when_it_is_long_ago():
    pace, now = paced(0.01, ENOUGH)
    assert pace.wait(10, now) is None
    pace.handed_over(now + 0.01, more=True)
    assert abs(pace.wait(10, now) - 0.1) < 1e-9
    assert pace.wait(10, now + STALE_AFTER + 1) is None


def test_pause_in_which_nobody_waited_is_no_interval():
    pace, now = paced(0.01, ENOUGH + 1)
    pace.handed_over(now + 0.01, more=False)
    pace.handed_over(now + 5, more=True)
    pace.emptied()
    pace.handed_over(now + 9, more=True)
    assert abs(pace.wait(100, now + 9) - 1.0) < 1e-9


def test_retry_delay_is_the_time_to_drain_spread_and_within_bounds():
    pace, now = paced(0.01, ENOUGH + 1)
    delays = [pace.retry_delay(100, now) for _ in range(200)]
    assert 0.5 <= min(delays) < 0.8
    assert 1.2 < max(delays) <= 1.5
    assert pace.retry_delay(0, now) == RETRY_FIRST
    assert pace.retry_delay(1_000_000, now) == RETRY_LAST
    assert 0.05 <= Pace().retry_delay(100, now) <= 0.15
