"""The clock of a module of ours, in a test's hands: put in the place of its `time`."""


class Clock:
    """Stands still at `now` seconds until the test moves it."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now
