"""The project package: settings, URLs, Celery, embedded servers, database roles, health."""

from jobbtorg.celery import app as celery_app

__all__ = ["celery_app"]
