"""How many CPUs a process may use, and how many isolates that gives."""

import os

import pytest
from loading import load

from executor.settings import declarations
from executor.settings.cpus import automatic_isolates, available_cpus


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A machine of 16 CPUs, with the process in cgroup /pods/us."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)))
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("4:memory:/other\n0::/pods/us\n")
    (tmp_path / "sys/fs/cgroup/pods/us").mkdir(parents=True)
    return tmp_path


def test_without_a_quota_the_affinity_counts(root):
    assert available_cpus(root) == 16
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("max 100000\n")
    assert available_cpus(root) == 16


def test_quota_of_the_own_cgroup_counts(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("250000 100000\n")
    assert available_cpus(root) == 2.5


def test_smaller_quota_of_a_cgroup_above_counts(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("400000 100000\n")
    (root / "sys/fs/cgroup/pods/cpu.max").write_text("50000 100000\n")
    assert available_cpus(root) == 0.5


def test_quota_of_a_container_is_at_the_root_of_its_namespace(root):
    (root / "proc/self/cgroup").write_text("0::/\n")
    (root / "sys/fs/cgroup/cpu.max").write_text("300000 100000\n")
    assert available_cpus(root) == 3


def test_quota_over_the_affinity_does_not_add_cpus(root):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text("9900000 100000\n")
    assert available_cpus(root) == 16


@pytest.mark.parametrize("text", ["", "nonsense", "1 2 3", "x y"])
def test_unreadable_quota_is_none(root, text):
    (root / "sys/fs/cgroup/pods/us/cpu.max").write_text(text)
    assert available_cpus(root) == 16


def test_machine_without_cgroups_has_its_affinity(tmp_path):
    assert available_cpus(tmp_path) == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(("cpus", "isolates"), [(0.5, 8), (2, 8), (2.1, 9), (2.5, 10), (16, 64)])
def test_automatic_isolates_are_four_per_cpu_and_at_least_eight(cpus, isolates):
    assert automatic_isolates(cpus) == isolates


def test_automatic_isolates_are_resolved_when_loaded(monkeypatch):
    monkeypatch.setattr(declarations, "available_cpus", lambda: 5.0)
    assert load().isolates == load("--isolates=0").isolates == 20
    assert load("--isolates=1").isolates == 1
