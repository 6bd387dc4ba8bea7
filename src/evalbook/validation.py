"""What the checks of an extract found, for the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from evalbook.extract import Validation


def as_text(validation: Validation) -> str:
    """All that was detected and all problems, errors first, a line each."""
    return "\n".join([*_detected_lines(validation), *_problem_lines(validation), _verdict(validation)])


def as_json(validation: Validation) -> str:
    """The same for a program: `usable`, `detected` and `problems`."""
    told = {
        "usable": validation.extract is not None,
        "detected": {table: dict(said) for table, said in validation.detected.items()},
        "problems": [asdict(problem) for problem in validation.problems],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _detected_lines(validation: Validation) -> Iterator[str]:
    for table, said in validation.detected.items():
        yield f"read: {table}: " + "; ".join(f"{name}: {what}" for name, what in said.items())


def _problem_lines(validation: Validation) -> list[str]:
    return [str(problem) for problem in sorted(validation.problems, key=lambda each: each.severity)]


def _verdict(validation: Validation) -> str:
    errors = len(validation.errors)
    warnings = len(validation.problems) - errors
    if errors:
        return f"{errors} errors to mend and {warnings} warnings. Nothing was made of this extract."
    return f"No errors, {warnings} warnings. This extract can be used."
