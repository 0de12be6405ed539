"""Asks this container's own /halsa; exit code 0 when it is well. Standard library only, so that asking costs little."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """0 when database and broker answer, else 1 with the reason."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/halsa"
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    try:
        request = urllib.request.Request(address, headers={"Host": host})
        with urllib.request.urlopen(request, timeout=8) as answer:  # nosec B310  # always http, to this machine
            return 0 if answer.status == 200 else 1
    except urllib.error.HTTPError as error:
        print(error.code, error.read().decode(errors="replace"))
    except OSError as error:
        print(error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
