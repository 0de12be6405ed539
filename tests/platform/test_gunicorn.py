"""What a process of the web server does before it answers (gunicorn.conf.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.platform.conftest import PATIENCE, PROJECT

A_PROCESS_BEGINS = """
import gc, json, logging, runpy, sys, types
import jobbtorg.wsgi
begin = runpy.run_path("gunicorn.conf.py")["post_worker_init"]
begin(types.SimpleNamespace(log=logging.getLogger(), pid=1))
print(json.dumps([gc.get_freeze_count(), len(gc.get_objects()), "workbench.my_day.views" in sys.modules]))
"""


def test_what_a_process_has_read_is_left_alone_by_the_garbage_collector() -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(PROJECT)}
    run = subprocess.run(
        [sys.executable, "-c", A_PROCESS_BEGINS], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=PATIENCE
    )
    frozen, loose, has_views = json.loads(run.stdout.splitlines()[-1])
    assert frozen > 100_000
    assert loose < frozen / 100
    assert has_views
