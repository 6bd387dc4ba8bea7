"""What the words of an item say of the scenario: its values stand there by name, in braces.

`{inflow_per_month}`, `{no_intake_from}` (a day), `{ends_year}`, `{ends_month}` and `{power}` (a percentage).
"""

from __future__ import annotations

from collections.abc import Mapping

from evalbook.contract.scenario import Scenario


def with_scenario(written: object, scenario: Scenario, *, formats: Mapping[str, str], months: list[str]) -> object:
    """Words with the scenario's values for their names, in keys as well; `formats` and `months` are the language's."""
    return _filled(written, _texts(scenario, formats, months))


def _texts(scenario: Scenario, formats: Mapping[str, str], months: list[str]) -> dict[str, str]:
    start = scenario.no_intake_from
    return {
        "{inflow_per_month}": f"{scenario.inflow_per_month:,}".replace(",", formats["thousands"]),
        "{no_intake_from}": formats["day"].format(day=start.day, month=months[start.month - 1], year=start.year),
        "{ends_year}": str(scenario.ends_on.year),
        "{ends_month}": months[scenario.ends_on.month - 1],
        "{power}": formats["percent"].format(round(100 * scenario.power)),
    }


def _filled(written: object, texts: Mapping[str, str]) -> object:
    if isinstance(written, Mapping):
        return {_filled(key, texts): _filled(value, texts) for key, value in written.items()}
    if isinstance(written, list):
        return [_filled(each, texts) for each in written]
    if isinstance(written, str) and "{" in written:
        for name, text in texts.items():
            written = written.replace(name, text)
    return written
