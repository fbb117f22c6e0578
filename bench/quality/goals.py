"""What has to be reached: measure → least value."""

from typing import Final

GOALS: Final[dict[str, dict[str, float]]] = {
    "none": {},
    "first": {"Q1": 0.95, "Q2": 10 / 12, "Q3": 4 / 5, "Q5r": 0.35, "Q14": 1.0},
    "dev": {
        "Q1": 0.98,
        "Q1t": 0.98,
        "Q2": 11 / 12,
        "Q3": 1.0,
        "Q4": 0.85,
        "Q5pt": 0.80,
        "Q5rt": 0.62,
        "Q5ph": 0.70,
        "Q5rh": 0.50,
        "Q16": 0.99,
        "Q14": 1.0,
        "Q14b": 0.99,
    },
}
"""`first`: what the first release had to show. `dev`: what tuning on these texts aims at."""
