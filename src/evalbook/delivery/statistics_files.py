"""Files of statistics packages: SPSS (.sav, .zsav, .por) and SAS (.sas7bdat)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyreadstat

from evalbook.delivery.headings import without_totals
from evalbook.delivery.written import HEADINGS, UnreadableFile, Written

READERS: Mapping[str, Callable] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".por": pyreadstat.read_por,
    ".sas7bdat": pyreadstat.read_sas7bdat,
}


def read_statistics_file(content: bytes, suffix: str) -> Written:
    """The rows of a file of SPSS or SAS, codes as codes: labels and declared missing codes stand beside them.

    Raises UnreadableFile.
    """
    spss = suffix in (".sav", ".zsav")
    try:
        rows, about = READERS[suffix](io.BytesIO(content), **({"user_missing": True} if spss else {}))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:  # on damaged files the library raises whatever it likes
        problem = "cannot be read: it is damaged, or not what its ending says"
        raise UnreadableFile(problem, "Write it again.") from fault
    if about.number_rows not in (None, -1, len(rows)):
        problem = f"says that it has {about.number_rows} rows, of which {len(rows)} can be read"
        raise UnreadableFile(problem, "Write it again, whole.")
    detected = {"format": "SAS" if suffix == ".sas7bdat" else "SPSS", "encoding": str(about.file_encoding or "")}
    labelled = ", ".join(sorted(about.variable_value_labels))
    detected |= {"value labels": labelled} if labelled else {}
    missing = {
        name: tuple((each["lo"], each["hi"]) for each in ranges) for name, ranges in about.missing_ranges.items()
    }
    written = Written(
        pd.DataFrame(rows),
        np.arange(len(rows)) + HEADINGS + 1,
        {name: said for name, said in detected.items() if said},
        len(rows),
        labels=dict(about.variable_value_labels),
        missing=missing,
    )
    return without_totals(written)
