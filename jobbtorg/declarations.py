"""What the packages declare for the project to bring together: their tables, their row security."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


def declared(module: str, name: str) -> list[Any]:
    """The lists called `name` in the packages' modules called `module`, joined in the order of INSTALLED_APPS."""
    found: list[Any] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.{module}") is not None:
            found += getattr(import_module(f"{config.name}.{module}"), name, ())
    return found
