"""The project package: settings, URLs, Celery, embedded servers, database roles, health."""

from jobbtorg.celery import app as celery_app

__all__ = ["__version__", "celery_app"]

__version__ = "0.1.0"
"""Stands at the foot of every page; the same as in pyproject.toml, package.json and publiccode.yml."""
