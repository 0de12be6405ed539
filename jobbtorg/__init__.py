"""The project package: settings, URLs, Celery, the embedded servers and the pure calendar."""

from jobbtorg.celery import app as celery_app

__all__ = ["celery_app"]
