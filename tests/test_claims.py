"""Claims of the report and the letter: what decides whether one holds, does not hold or cannot be told."""

from dataclasses import replace
from datetime import date
from math import inf

import pandas as pd
import pytest

from evalbook.contract.catalogue import ITEMS
from evalbook.contract.results import KEY
from evalbook.places import CLAIMS
from evalbook.published.claims import (
    CANNOT,
    FAILS,
    FITS,
    HOLDS,
    KINDS,
    NEVER,
    SOURCES,
    Claim,
    claims,
    counted,
    items_of,
    put_to_test,
    table_of,
)
from evalbook.published.claims import tested as put_all_to_test
from evalbook.published.evidence import keys_of, shelf
from evalbook.published.published import read_published
from evalbook.words.layouts import check_codes
from literal_release import EDITION, literal_release, protected_release

SHARE = "table_4_1/all/all///percent"
ROWS = f"""
    {SHARE} 36 400 31 41
    table_2_1/all/all/all//n 4018
    table_4_1/all/IVA///percent 40 200 33 47
    table_4_1/all/Wajong///percent 20 200 15 26
"""
SIX_AND_MORE = ("6", "7", "8", "9", "10", "11+")
LISTED = list(claims().values())
SENTENCES = pd.read_csv(CLAIMS / "sentences.csv", dtype=str, keep_default_na=False)


def claim(quantity=SHARE, **more):
    return Claim("C0", ("letter",), "level", {"nl": "x", "en": "x"}, quantity, **more)


def told(one, rows=ROWS, **known):
    return put_to_test(shelf(literal_release(rows, **known)), one)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        *[(30, 42, HOLDS), (30.5, 60, HOLDS), (42, 50, FAILS), (10, 30, FAILS)],
        *[(35, 50, FITS), (20, 40, FITS), (36, 50, FITS)],  # the number, 36, within the limits, one end of 31–41 not
        *[(37, 50, CANNOT), (20, 35, CANNOT)],
    ],
)
def test_the_whole_interval_decides_and_a_number_within_the_limits_fits(low, high, verdict):
    assert told(claim(low=low, high=high)).verdict == verdict


@pytest.mark.parametrize(("low", "high", "verdict"), [(4018, 4018, HOLDS), (4019, 5000, FAILS)])
def test_a_count_has_no_interval_and_decides_itself(low, high, verdict):
    assert told(claim("table_2_1/all/all/all//n", low=low, high=high)).verdict == verdict


@pytest.mark.parametrize(("left", "right", "verdict"), [("IVA", "Wajong", HOLDS), ("Wajong", "IVA", FAILS)])
def test_a_comparison_is_decided_by_the_interval_of_the_difference(left, right, verdict):
    one = claim(f"table_4_1/all/{left}///percent", minus=f"table_4_1/all/{right}///percent", low=0.0)
    assert told(one).verdict == verdict
    assert one.form == "difference"


def test_an_estimate_without_its_interval_decides_nothing():
    result = told(claim(low=30), f"{SHARE} 36 40")
    assert (result.verdict, result.reason) == (CANNOT, "no_interval")


def test_one_number_that_fails_decides_whatever_is_not_there():
    rows = "table_4_1/all/IVA///percent x\ntable_4_1/all/Wajong///percent 20 200 15 26"
    assert told(claim("table_4_1/all/{IVA ; Wajong}///percent", low=30), rows).verdict == FAILS


KINDS_OF_TRAJECTORY = "table_3_2/all/all/{}//percent"


@pytest.mark.parametrize(
    ("most", "low", "verdict"),
    [
        ("50 300 44.38 55.62", 0.0, HOLDS),  # 14 of 300 are 4.7 %
        ("50 300 44.38 55.62", 60.0, FAILS),
        ("50 300 44.38 55.62", 47.0, CANNOT),
        ("8 300 5.44 11.62", 0.0, CANNOT),  # none of 300 would be fewer, 14 not surely
    ],
)
def test_a_small_number_that_is_not_shown_decides_with_none_and_with_the_most_that_it_may_be(most, low, verdict):
    often, seldom = (KINDS_OF_TRAJECTORY.format(kind) for kind in ("werkfit", "ips"))
    release = protected_release(f"{often} {most}\n{seldom} x")
    result = put_to_test(shelf(release), claim(often, minus=seldom, low=low))
    assert result.verdict == verdict


def test_a_small_number_of_a_later_edition_may_be_more():
    often, seldom = (KINDS_OF_TRAJECTORY.format(kind) for kind in ("werkfit", "ips"))
    rows = f"{often} 12 300 8.80 16.16\n{seldom} x"
    one = claim(often, minus=seldom, low=0.0)
    verdicts = [put_to_test(shelf(protected_release(rows, later=later)), one).verdict for later in (False, True)]
    assert verdicts == [HOLDS, CANNOT]


def test_a_number_below_zero_is_none_of_few_persons():
    key = "ladder_moves/all/all/net_up//difference"
    release = protected_release(f"{key} -0.03 100 -0.05 -0.01")
    assert put_to_test(shelf(release), claim(key, high=0.0)).verdict == HOLDS


def test_classes_that_are_joined_are_one_in_a_sum():
    key = "figure_3_3/all/all/{}//percent"
    rows = f"{key.format('6+')} 6 300 3.8 9.3\n" + "\n".join(f"{key.format(each)} joined" for each in SIX_AND_MORE)
    assert told(claim(key.format("{" + " + ".join(SIX_AND_MORE) + "}"), high=15), rows).verdict == HOLDS


def test_a_difference_that_may_be_none_cannot_be_told():
    rows = "table_4_1/all/IVA///percent 22 200 16 28\ntable_4_1/all/Wajong///percent 20 200 15 26"
    result = told(claim("table_4_1/all/IVA///percent", minus="table_4_1/all/Wajong///percent", low=0.0), rows)
    assert (result.verdict, result.reason) == (CANNOT, "straddles")


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.0, inf, CANNOT), (-5.0, 5.0, FITS), (1.0, 5.0, FITS), (-inf, 0.0, CANNOT)]
)
def test_a_difference_fits_unless_all_of_it_may_be_chance(low, high, verdict):
    rows = "table_4_1/all/IVA///percent 22 200 16 28\ntable_4_1/all/Wajong///percent 20 200 15 26"
    one = claim("table_4_1/all/IVA///percent", minus="table_4_1/all/Wajong///percent", low=low, high=high)
    assert told(one, rows).verdict == verdict


def test_what_should_fit_each_time_and_holds_once_fits():
    one = claim("table_4_1/all/{IVA ; Wajong}///percent", low=16)
    assert (told(one).verdict, told(one).reason) == (FITS, "straddles")


def test_what_should_hold_each_time_fails_once():
    one = claim("table_4_1/all/{IVA ; Wajong}///percent", low=30)
    assert told(one).verdict == FAILS


def test_of_many_comparisons_the_nearest_to_the_limit_is_shown():
    one = claim("table_4_1/all/{IVA ; Wajong ; all}///percent", low=0)
    assert [each.value for each in told(one).found] == [20]


@pytest.mark.parametrize(
    ("rows", "known", "reason"),
    [(f"{SHARE} x", {}, "withheld"), ("", {"without": ["jobs"]}, "register"), ("", {}, "nobody")],
)
def test_a_number_that_is_not_there_cannot_tell(rows, known, reason):
    result = told(claim(low=30), rows, **known)
    assert (result.verdict, result.reason) == (CANNOT, reason)


@pytest.mark.parametrize("never", NEVER)
def test_a_cause_without_a_comparison_group_is_never_told_whatever_the_number(never):
    result = told(claim(low=0, never=never))
    assert (result.verdict, result.reason, result.found[0].value) == (CANNOT, never, 36)


@pytest.mark.parametrize(("day", "verdict"), [(date(2025, 3, 31), CANNOT), (date(2028, 5, 1), HOLDS)])
def test_a_promise_is_told_from_its_day_on(day, verdict):
    release = replace(literal_release(ROWS), edition=replace(EDITION, reference_date=day))
    assert put_to_test(shelf(release), claim(low=0, since="2028-04-22")).verdict == verdict


def test_another_extract_turns_a_verdict():
    rows = "table_2_1/all/all/all//n {}"
    some = [claims()["C02"]]
    assert [each.verdict for each in put_all_to_test(literal_release(rows.format(4018)), some)] == [HOLDS]
    assert [each.verdict for each in put_all_to_test(literal_release(rows.format(5200)), some)] == [FAILS]


def test_only_a_release_is_put_to_test():
    with pytest.raises(TypeError):
        put_all_to_test(literal_release().results)


def test_an_extract_without_registers_tells_what_it_can():
    release = literal_release("table_2_1/all/all/all//n 4018", without=["jobs", "ladder", "trajectories"])
    counts = counted(put_all_to_test(release))
    assert counts[HOLDS] >= 1
    assert sum(counts.values()) == len(LISTED)
    assert len(table_of(put_all_to_test(release))) >= len(LISTED)


def faults_of(one):
    """Which demands on a claim are not met, and each code that no key can have."""
    demands = {
        "kind": one.kind in KINDS,
        "sources": set(one.sources) <= set(SOURCES),
        "never": one.never in ("", *NEVER),
        "texts": all(one.texts.values()),
        "tested by": one.quantity or one.never or one.since,
        "items": set(items_of(one)) <= set(ITEMS),
        "low below high": one.low <= one.high,
        "low or high": one.never or one.since or not one.quantity or max(one.low, -one.high) > -inf,
    }
    yield from (name for name, met in demands.items() if not met)
    for key in (key for text in (one.quantity, one.minus, one.per) if text for key in keys_of(text)):
        codes = dict(zip(KEY, key.split("/"), strict=True))
        try:
            check_codes(codes | ({"column": "0"} if codes["column"] == "last" else {}))
        except ValueError as fault:
            yield str(fault)


def test_every_claim_of_the_register_is_whole():
    assert len(LISTED) > 50
    assert [f"{one.id}: {fault}" for one in LISTED for fault in faults_of(one)] == []


def test_no_two_claims_have_one_id():
    ids = pd.read_csv(CLAIMS / "claims.csv", dtype=str, keep_default_na=False)["id"]
    assert ids[ids.duplicated()].tolist() == []


def test_all_that_a_claim_lacks_is_told():
    broken = Claim("C0", ("x",), "x", {"nl": "", "en": "x"})
    assert list(faults_of(broken)) == ["kind", "sources", "texts", "tested by"]
    assert list(faults_of(claim("table_9_9/all/all///percent", never="x"))) == ["never", "items"]
    assert list(faults_of(claim(low=20, high=10))) == ["low below high"]
    assert list(faults_of(claim())) == ["low or high"]
    assert "no benefit 'IvA'" in list(faults_of(claim("table_4_1/all/IvA///percent", low=0)))[0]


def test_what_names_a_cause_is_never_said_to_hold():
    assert all(one.never for one in LISTED if one.kind == "causal")


def test_claims_name_statements_that_exist():
    known = set(read_published().statements["id"])
    assert {each for one in LISTED for each in one.statements} <= known


def test_every_quantitative_sentence_of_summary_conclusions_and_letter_has_its_claim():
    places = ("letter", "summary", "2.6", "3.5", "4.6", "5.5")
    assert set(SENTENCES["source"]) == set(places)
    named = [(row.source, identifier) for row in SENTENCES.itertuples() for identifier in row.claims.split()]
    assert all(row.claims for row in SENTENCES.itertuples())
    assert [identifier for _, identifier in named if identifier not in claims()] == []
    assert [pair for pair in named if pair[0] not in claims()[pair[1]].sources] == []
    first = {one.id for one in LISTED if set(one.sources) & set(places)}
    assert first - {identifier for _, identifier in named} == set()


@pytest.mark.parametrize(
    ("limits", "verdict", "reason"),
    [
        ({"low": 62, "high": 62}, CANNOT, "one_person"),
        ({"low": 60, "high": 70}, FITS, "changed"),
        ({"low": 1}, HOLDS, ""),
        ({"low": 70, "high": 70}, FAILS, ""),
    ],
)
def test_what_one_person_decides_is_not_told_of_a_register(limits, verdict, reason):
    released = replace(literal_release("table_5_2/all/all/N/respondents/n 62"), protected=True)
    result = put_to_test(shelf(released), claim("table_5_2/all/all/N/respondents/n", **limits))
    assert (result.verdict, result.reason) == (verdict, reason)


def test_nor_whether_anybody_started_in_a_month_without_row():
    released = replace(literal_release("figure_2_1/all/all//2022-03/n 20"), protected=True)
    result = put_to_test(shelf(released), claim("figure_2_1/all/all//2022-01..2022-01/n", low=1))
    assert (result.verdict, result.reason, result.found) == (CANNOT, "one_person", ())


CLASSES = "table_4_3/experiment/IVA/{}//percent"
OTHERS = f"{CLASSES.format('[0,10)')} 70 200 63 76\n"
FEWEST = OTHERS + CLASSES.format("[10,20)") + " x"


def test_a_claim_on_few_alone_cannot_be_told_and_shows_no_number():
    few = told(claim(CLASSES.format("[10,20)"), high=50), FEWEST)
    assert (few.verdict, few.detail, few.found) == (CANNOT, "count", ())


def test_more_than_few_holds_whatever_they_are_and_is_not_told_of_few_and_few():
    more = claim(CLASSES.format("[0,10)"), minus=CLASSES.format("[10,20)"), low=0)
    assert told(more, FEWEST).verdict == HOLDS
    assert told(more, FEWEST.replace("70 200 63 76", "8 200 5 13")).verdict == CANNOT
    few = f"{CLASSES.format('[0,10)')} x\n{CLASSES.format('[20,30)')} 70 200 63 76\n{CLASSES.format('[10,20)')} x"
    assert told(more, few).detail == "count"


def test_a_claim_on_classes_that_were_joined_is_one_on_the_joined_class():
    quantity = CLASSES.format("{[30,40) + [40,inf)}")
    rows = [f"{CLASSES.format('[30,inf)')} 20 200 15 26"]
    rows += [f"{CLASSES.format(code)} joined" for code in ("[30,40)", "[40,inf)")]
    assert told(claim(quantity, low=10, high=30), "\n".join(rows)).verdict == HOLDS
