"""Settings from flags and variables alone, and what is wrong with them."""

import pytest
from hypothesis import settings

from executor.settings import Settings, SettingsError

# A busy machine is no bug of a parser.
PATIENTLY = settings(deadline=None)


def load(*argv, **variables):
    return Settings.load(argv, variables)


def problems(*argv, **variables):
    with pytest.raises(SettingsError) as caught:
        load(*argv, **variables)
    return caught.value.problems


def problem(*argv, **variables):
    """The only one there must be."""
    (only,) = problems(*argv, **variables)
    return only
