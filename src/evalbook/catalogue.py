"""Which registers each item is computed from: the published report's in its order, then the new ones.

Source: contract/results.md, 'Items'. A register marked here is the one to name when an item is not there.
"""

from __future__ import annotations

PUBLISHED: dict[str, tuple[str, ...]] = {
    "table_2_1": (),
    "figure_2_1": (),
    "table_2_2": (),
    "figure_3_1": (),
    "figure_3_2": (),
    "table_3_1": ("conversations",),
    "figure_3_3": ("conversations",),
    "table_3_2": ("trajectories",),
    "table_3_3": ("trajectories",),
    "table_3_4": ("conversations", "trajectories", "provisions"),
    "table_4_1": ("jobs",),
    "figure_4_1": ("jobs",),
    "figure_4_2": ("jobs",),
    "figure_4_3": ("jobs",),
    "figure_4_4": ("jobs",),
    "table_4_2": ("jobs",),
    "table_4_3": ("jobs",),
    "figure_4_5": ("jobs",),
    "table_4_4": ("jobs",),
    "table_4_5": ("jobs",),
    "table_4_6": ("jobs",),
    "table_4_7": ("self_employment",),
    "table_4_8": ("ladder",),
    "figure_5_1": ("trial_placements",),
    "figure_5_2": ("trial_placements",),
    "table_5_1": ("jobs", "provisions"),
    "table_5_2": ("respondents",),
    "table_b3": ("ladder",),
    "figure_b4_1": ("jobs", "trajectories"),
    "figure_b4_2": ("jobs", "trajectories"),
    "figure_b4_3": ("jobs", "trajectories"),
    "figure_b4_4": ("jobs", "trajectories"),
}
# Not in the published report: these have names, no numbers.
ESTIMATES: dict[str, tuple[str, ...]] = {
    "service_end_competing": (),
    "three_year_costs": ("conversations", "trajectories", "provisions"),
    "found_work_competing": ("jobs",),
    "work_states": ("jobs",),
    "work_retention": ("jobs",),
    "work_spells": ("jobs",),
    "landmark_trajectory": ("jobs", "trajectories"),
    "trajectory_hazard": ("jobs", "trajectories"),
    "ladder_moves": ("ladder",),
    "ladder_completeness": ("ladder",),
    "trial_placement_entry": ("trial_placements",),
    "differences": (),
    "reach": ("population",),
    "leaving": (),
    "waiting_times": ("conversations", "trajectories"),
    "first_half_year": ("conversations", "trajectories"),
    "first_trajectory": ("trajectories",),
    "stated_time": ("trajectories",),
    "trajectory_stacking": ("trajectories",),
    "first_job_sector": ("jobs",),
    "first_job_size": ("jobs",),
    "earnings_path": ("jobs",),
    "reassessment": ("jobs",),
    "scenario": (),
    "recent_inflow": (),
    "costs_of_results": ("conversations", "trajectories", "provisions", "jobs"),
    "continuation": ("conversations", "trajectories", "provisions"),
    "calendar_costs": ("conversations", "trajectories", "provisions"),
    "followed_at_end": (),
    "tellable": ("jobs",),
}
REGISTERS = PUBLISHED | ESTIMATES
ITEMS = tuple(REGISTERS)
PUBLISHED_ITEMS = tuple(PUBLISHED)
