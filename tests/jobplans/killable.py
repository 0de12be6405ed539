"""Run by the tests as a process of its own: at each line on its input it forks a sweep, says its pid, and lives on.

A fork is quick to start and can be killed without mercy. A line holds the size of the sweep's batches.
"""

import os
import sys

import django

django.setup()

from django.core.management import call_command, execute_from_command_line  # noqa: E402

from jobplans.deadlines import sweep  # noqa: E402

call_command("check")  # imports, once and for all forks, what every command would import
print("ready", flush=True)
for line in sys.stdin:
    if (child := os.fork()) == 0:
        sweep.BATCH = int(line)
        execute_from_command_line(["manage.py", "sweep_deadlines"])
        sys.stdout.flush()
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
