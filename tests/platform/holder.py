"""Run by the tests as a process of its own: holds the embedded servers until its input ends, then lets them go."""

import signal
import sys
from pathlib import Path

from jobbtorg.embedded import servers
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.sharing import Hold

# Whoever starts the tests in the background of a shell has it ignored, and that is inherited.
signal.signal(signal.SIGINT, signal.default_int_handler)
places = Places(Path(sys.argv[1]))
Hold(places, servers(places, ["postgres", "valkey"], durable=True))
print("ready", flush=True)
sys.stdin.read()
