"""The invented extract: registers drawn from the committed targets and a seed, without a solver."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.parquet

from evalbook.synthetic.comparators import benefit_starts, comparators
from evalbook.synthetic.edition import SETTINGS
from evalbook.synthetic.employment import work_paths
from evalbook.synthetic.jobs import jobs
from evalbook.synthetic.ladder import ladder
from evalbook.synthetic.persons import known, participants, persons
from evalbook.synthetic.provisions import provisions
from evalbook.synthetic.respondents import respondents
from evalbook.synthetic.self_employment import self_employment
from evalbook.synthetic.services import conversations, service_ends
from evalbook.synthetic.targets import target
from evalbook.synthetic.trajectories import trajectories
from evalbook.synthetic.trial_placements import trial_placements
from evalbook.synthetic.wages import wages

SEED = 2025
TRAJECTORIES = ["person_id", "kind", "start_date", "end_date", "cost"]


def synthesize(output_dir: Path, seed: int = SEED) -> None:
    """Writes extract.yaml and a file a table, CSV and of comparators Parquet; the same seed gives the same bytes."""
    output_dir = Path(output_dir)
    output_dir.mkdir(parents=True, exist_ok=True)
    settings = "".join(f"{key}: {value}\n" for key, value in SETTINGS.items())
    (output_dir / "extract.yaml").write_text(settings, encoding="utf-8")
    for name, rows in registers(seed).items():
        text = rows.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        (output_dir / f"{name}.csv").write_bytes(text.encode("utf-8"))
    for name, rows in zip(("comparators", "comparator_jobs"), comparators(seed), strict=True):
        table = pyarrow.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
        pyarrow.parquet.write_table(table, output_dir / f"{name}.parquet", compression="zstd")


def registers(seed: int) -> dict[str, pd.DataFrame]:
    """All tables of participants, rows in the order of their keys."""
    people = persons(seed)
    purchased = trajectories(people, seed)
    ends = service_ends(people, purchased, seed)
    held = conversations(people, purchased, ends, seed)
    paths = work_paths(people, purchased, seed)
    paid = wages(people, paths, seed)
    return {
        "participants": participants(people, ends["date"]).assign(benefit_start=benefit_starts(people, seed)),
        "conversations": _identified(held, people, ["date"]),
        "trajectories": _identified(purchased, people, ["start_date", "kind", "end_date", "cost"])[TRAJECTORIES],
        "jobs": jobs(people, paths, paid, seed),
        "self_employment": self_employment(people, seed),
        "ladder": ladder(people, paths, seed),
        "provisions": provisions(people, paths, paid, seed),
        "trial_placements": trial_placements(people, paths, ends["month"], seed),
        "population": target("population"),
        "respondents": respondents(seed),
    }


def _identified(rows: pd.DataFrame, people: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The register's rows with the pseudonym, in the order of the columns."""
    rows = rows.assign(person_id=known(people, "person_id", rows))
    return rows.sort_values(["person_id", *columns])[["person_id", *columns]]
