"""Exchange rates."""

import json
from urllib.request import urlopen

URL = "https://rates.example.com/latest"


def fetch_rates() -> dict[str, float]:
    """The rates of the day, by currency."""
    with urlopen(URL, timeout=5) as response:
        return json.load(response)


def currencies(rates: dict[str, float], beginning: str | None = None) -> list[str]:
    """The currencies that have a rate."""
    return [each for each in rates if beginning is None or each.startswith(beginning)]
