"""A migration that fails unless the ones before it have been committed: the second of all, so that it fails soon."""

from pathlib import Path

from django.contrib import contenttypes

__path__ = [*__path__, str(Path(contenttypes.__file__).parent / "migrations")]
