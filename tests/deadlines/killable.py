"""Run by the tests as a process of its own: at each line on its input it forks a command, says its pid, and lives on.

The command is named when it starts. A fork is quick to start and can be killed without mercy. A line holds the size of
a sweep's batches.
"""

import os
import sys

import django

django.setup()

from django.core.management import call_command, execute_from_command_line  # noqa: E402

from deadlines.jobs import sweep  # noqa: E402

call_command("check")  # imports, once and for all forks, what every command would import
print("ready", flush=True)
for line in sys.stdin:
    if (child := os.fork()) == 0:
        sweep.CLOCKS_PER_BATCH = int(line)
        execute_from_command_line(["manage.py", sys.argv[1]])
        sys.stdout.flush()
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
