"""Stands in for setuptools while pip downloads the engine's sources (engine/sources.py)."""
