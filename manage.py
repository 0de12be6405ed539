#!/usr/bin/env python
"""Django's command line for Jobbtorg."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
    # Commands of a development machine run as the owner of its embedded database.
    os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
