"""A build backend (PEP 517) that builds nothing: a package's metadata is what its authors wrote into the sdist.

`pip download` asks the backend of a source distribution for its metadata. The real one answers by running the package's
setup.py; this one hands over PKG-INFO, so no code of a package runs, and setuptools need not be there.
"""

import shutil
from email.parser import HeaderParser
from pathlib import Path


def prepare_metadata_for_build_wheel(directory: str, config_settings: object = None) -> str:
    """Writes `NAME-VERSION.dist-info` into `directory`; returns that name. Runs in the unpacked sdist."""
    with open("PKG-INFO", encoding="utf-8") as file:
        described = HeaderParser().parse(file)
    name = f"{described['Name'].replace('-', '_')}-{described['Version']}.dist-info"
    made = Path(directory, name)
    made.mkdir()
    shutil.copy("PKG-INFO", made / "METADATA")
    return name


class _Legacy:
    """What pip asks where a package has no pyproject.toml that names a backend."""

    prepare_metadata_for_build_wheel = staticmethod(prepare_metadata_for_build_wheel)


__legacy__ = _Legacy()
