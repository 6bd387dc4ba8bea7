"""Where the parts of the project that are not code lie: they are found from any working directory."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CHAPTERS = REPOSITORY / "chapters"
DATA = REPOSITORY / "data"
SHIPPED_EXTRACT = DATA / "synthetic"
PUBLISHED = DATA / "published"
CALIBRATION = DATA / "calibration"
QUALITATIVE = DATA / "qualitative"
CLAIMS = DATA / "claims"
QUESTIONS = DATA / "questions"
PUBLISHER = "EVALBOOK_PUBLISHER"  # names the file that says who publishes, in place of the project's own


def publisher_file() -> Path:
    return Path(os.environ.get(PUBLISHER) or DATA / "publisher.yaml")
