"""Which form of a file a reader gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.codings import SUFFIXES, chosen

BOTH = frozenset(SUFFIXES)


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ([], None),
        ([""], None),
        (["gzip, deflate, br, zstd"], "br"),
        (["gzip, deflate"], "gzip"),
        (["br;q=0.5, gzip"], "gzip"),
        (["BR ; Q=0.8 , GZIP;q=0.8"], "br"),
        (["x-gzip"], "gzip"),
        (["gzip", "br"], "br"),
        (["*"], "br"),
        (["br;q=0, *"], "gzip"),
        (["identity"], None),
        (["identity, gzip"], "gzip"),
        (["identity;q=1, gzip;q=0.5"], None),
        (["identity;q=0.5, gzip;q=0.7, br;q=0.6"], "gzip"),
        (["gzip;q=0, br;q=0"], None),
        (["*;q=0"], None),
        (["identity;q=0, deflate"], None),
        (["gzip;q=2, br;q=-1, ;q=1, deflate gzip"], None),
    ],
)
def test_the_reader_says_what_it_likes(accepted: list[str], wanted: str | None) -> None:
    """The highest weight wins, the smaller form among equals, and nothing is sent that was not asked for."""
    assert chosen(accepted, BOTH) == wanted


@given(st.lists(st.text()), st.sets(st.sampled_from(sorted(SUFFIXES))))
def test_only_what_there_is_can_be_chosen(accepted: list[str], available: set[str]) -> None:
    """Whatever a request says, the answer is one of the forms of the file, or the file as it is."""
    assert chosen(accepted, available) in {*available, None}
