"""How gunicorn serves the pages; it reads this file by itself. `.env.example` explains PORT, HOST and WEB_*."""

import gc
import os
import subprocess
import sys
from typing import Any

wsgi_app = "jobbtorg.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Each process reads the settings by itself, so that processes that are added take changed keys into use while those
# before them still answer (docs/operations.md, "Changing keys").
preload_app = False
timeout = 60
graceful_timeout = 20
# Behind a proxy, which sends on whole requests only, a process takes no more of them than it has threads: the next one
# goes to a process with a thread to spare, instead of waiting behind those who wait here for a held row. Without one,
# a browser keeps connections open that it does not use, and they must not count.
behind_a_proxy = int(os.environ.get("TRUSTED_PROXIES") or "0") > 0
worker_connections = threads if behind_a_proxy else 1_000
keepalive = 0 if behind_a_proxy else 5
max_requests = 10_000
max_requests_jitter = 1_000
# Path without query string, no referrer, no user agent: an access log must not become a register of persons.
accesslog = "-"
control_socket_disable = True
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
errorlog = "-"
# As the pages log: a request that fails must not tell what it held.
_line = {"()": "jobbtorg.logs.DiscreetFormatter", "format": "%(asctime)s [%(process)d] %(levelname)s %(message)s"}
_handlers = {
    name: {"class": "logging.StreamHandler", "formatter": "discreet", "stream": f"ext://sys.{name}"}
    for name in ("stdout", "stderr")
}
logconfig_dict = {
    "formatters": {"discreet": _line},
    "handlers": _handlers,
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}


# What is missing stops the start with its sentence, once, before anything else is said, and not in each process.
_settings = f"import {os.environ.get('DJANGO_SETTINGS_MODULE', 'jobbtorg.settings')}"
if subprocess.run([sys.executable, "-c", _settings], check=False).returncode:  # noqa: S603  # nosec B603
    raise SystemExit(1)


def post_worker_init(worker: Any) -> None:
    """Read what the first request would wait for; say when a process takes requests.

    What has been read stays until the process ends. The garbage collector leaves it alone from here on: to go through
    it takes 0.14 s, during which no thread answers.
    """
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - imports the views
    gc.collect()
    gc.freeze()
    worker.log.info("Process %s answers", worker.pid)
