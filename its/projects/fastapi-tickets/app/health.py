"""Asks the running service whether it is well."""

import sys
from urllib.request import urlopen

URL = "http://127.0.0.1:8000/events"


def main() -> int:
    with urlopen(URL, timeout=3) as response:
        return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
