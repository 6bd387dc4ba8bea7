"""The invented extract that the book ships with: calibrated to the published report, generated from a seed.

`calibrate` solves targets from the published numbers (scipy, half a minute); `synthesize` makes registers from
the committed targets (no solver, seconds). Neither writes a result: the book computes those.
"""

from __future__ import annotations

from pathlib import Path

from evalbook.places import CALIBRATION
from evalbook.synthetic.generate import synthesize

__all__ = ["calibrate", "synthesize"]


def calibrate(output_dir: Path = CALIBRATION) -> None:
    """Solves the targets anew and writes them: see `evalbook.synthetic.calibration`."""
    from evalbook.synthetic.calibration import calibrate as solve  # only this needs scipy

    solve(output_dir)
