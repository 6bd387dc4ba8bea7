"""Keys of persons and cells: the same for the same persons, and nothing in common for others."""

import hashlib
import hmac

import numpy as np
import pytest

from evalbook.gate.noise import changes
from evalbook.gate.record_keys import LARGEST_SUM, MODULUS, cell_keys, record_keys

SECRET, OTHER = bytes(range(32)), bytes(32)
PERSONS = [f"p{number}" for number in range(10_000)]


def test_a_record_key_is_the_first_four_bytes_of_the_keyed_hash_of_the_id():
    told = [hmac.new(SECRET, each.encode(), hashlib.sha256).hexdigest()[:8] for each in ("p1", "007", "Zoë")]
    assert record_keys(["p1", "007", "Zoë"], SECRET).tolist() == [int(each, 16) for each in told]
    assert record_keys([], SECRET).tolist() == []


def test_record_keys_fill_their_range_evenly_and_differ_with_the_secret():
    found = record_keys(PERSONS, SECRET)
    assert found.dtype == np.float64 and (found == found.round()).all()
    assert np.histogram(found, bins=10, range=(0, MODULUS))[0] == pytest.approx(np.full(10, 1000), abs=120)
    assert abs(np.corrcoef(found, record_keys(PERSONS, OTHER))[0, 1]) < 0.03
    assert len(set(found)) == len(found)


def test_the_same_persons_in_another_order_have_the_same_key():
    found = record_keys(PERSONS, SECRET)
    mixed = np.random.default_rng(1).permutation(found)
    by_parts = np.array([mixed[:37].sum(), mixed[37:].sum()]).sum()
    assert cell_keys([found.sum()], SECRET) == cell_keys([by_parts], SECRET)


def test_a_cells_key_is_in_0_to_1_and_needs_the_secret():
    sums = np.array([[0.0, 5, MODULUS + 5], [2 * MODULUS - 1, 7, LARGEST_SUM]])
    found = cell_keys(sums, SECRET)
    assert found.shape == (2, 3) and ((found >= 0) & (found < 1)).all()
    assert found[0, 1] == found[0, 2] != found[1, 1]
    assert (found != cell_keys(sums, OTHER)).all()
    assert cell_keys([], SECRET).tolist() == []


@pytest.mark.parametrize("total", [LARGEST_SUM + 2, np.nan])
def test_a_sum_that_may_not_be_exact_is_refused(total):
    with pytest.raises(ValueError, match="more persons"):
        cell_keys([total], SECRET)


@pytest.mark.parametrize("newcomer", ["p7", "p22", "p4711"])
def test_groups_that_differ_by_one_person_change_independently_whoever_she_is(newcomer):
    keys, one_more = record_keys(PERSONS, SECRET), record_keys([newcomer], SECRET)
    members = np.random.default_rng(2).integers(0, len(keys), (100_000, 20))
    without = keys[members].sum(axis=1)
    before, after = (changes(20 + more, cell_keys(without + more * one_more, SECRET)) for more in (0, 1))
    assert abs(np.corrcoef(before, after)[0, 1]) < 0.02
    pairs = np.histogram2d(before, after, bins=np.arange(-5.5, 6))[0]
    apart = np.outer(pairs.sum(axis=1), pairs.sum(axis=0)) / 100_000
    assert ((pairs - apart) ** 2 / apart).sum() < 160  # 100 degrees of freedom: exceeded by one in 10,000
