"""The floor, beside the peers: `measure` of bench/floor.py, fork and exit of an empty Python process."""

from bench.floor import Fork, measure

__all__ = ["Fork", "measure"]
