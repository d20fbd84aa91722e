"""The server's settings: each declared once, read from flags and EXECUTOR_* variables, checked all at once.

Read once, at the start of the server, into a frozen value that every room of the server may hold; zygote and isolates are told
what they need by `wire.options`. Imports leaves only, and nothing but the standard library besides: a server reads its settings
before it spawns its zygote.

`kinds` (how values are read) ← `setting` (what one is) ← `flags` (where they are written), `conflicts` (which contradict each
other), `cpus` ← `declarations` (which there are, and their loading).
"""

from executor.settings.declarations import (
    EXIT_CANNOT_SPAWN,
    EXIT_SETTINGS,
    SETTINGS,
    Settings,
    SettingsError,
    load_or_exit,
)
from executor.settings.kinds import OFF
from executor.settings.setting import EGRESS, GROUPS, LIMITS, Setting

__all__ = [
    "EGRESS",
    "EXIT_CANNOT_SPAWN",
    "EXIT_SETTINGS",
    "GROUPS",
    "LIMITS",
    "OFF",
    "SETTINGS",
    "Setting",
    "Settings",
    "SettingsError",
    "load_or_exit",
]
