"""What `make demo` sets before the settings are read: the product as people meet it, on http://localhost.

The programs that the demo starts inherit it.
"""

import os
from pathlib import Path

from jobbtorg.configuration import load

BASE_DIR = Path(__file__).resolve().parents[2]


def show_the_product_itself(base_dir: Path = BASE_DIR) -> None:
    """Set the demo's environment, for this process and those it starts.

    DEBUG counts only where it stands in the environment itself (`make demo DEBUG=true`): a `.env` may say it for
    `manage.py runserver`, and those written by earlier versions all do. Everything else of `.env` holds.
    """
    asked = os.environ.get("DEBUG", "false")
    said = load(base_dir)
    if said.bool("DEBUG", default=False):
        # Such a .env makes this a development machine without saying so.
        os.environ.setdefault("ENVIRONMENT", "development")
    os.environ["DEBUG"] = asked
    if os.environ.get("ENVIRONMENT") == "development":
        os.environ.setdefault("SERVICE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
    data = os.environ.get("EMBEDDED_DIR", str(base_dir / "var" / "data"))
    os.environ["STATIC_ROOT"] = str(Path(data) / "static")
