"""Settings of the log, as somebody gets them wrong."""

import pytest

from eventlog import ConfigurationError, LogSettings


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LEASE", "2", "LEASE cannot be used: Expected `float` >= 2.5"),
        ("LEASE", "soon", "LEASE cannot be used: Expected `float`, got `str`"),
        ("NATS_REPLICAS", "0", "NATS_REPLICAS cannot be used: Expected `int` >= 1"),
        ("JOBS_MAX_BYTES", "-1", "JOBS_MAX_BYTES cannot be used: Expected `int` >= 1048576"),
        ("RETENTION", "0", "RETENTION cannot be used: Expected `float` > 0.0"),
        ("NATS_STORAGE", "tape", "NATS_STORAGE cannot be used: Invalid enum value 'tape'"),
    ],
)
def test_a_value_out_of_its_range_is_refused_by_name(variable: str, value: str, said: str) -> None:
    """The message names what somebody set, and what it may be."""
    with pytest.raises(ConfigurationError) as caught:
        LogSettings.from_environment({variable: value}, name="test")
    assert str(caught.value) == said


def test_settings_that_do_not_go_together_are_refused() -> None:
    """JetStream would refuse the stream: said before it is asked, and again and again."""
    with pytest.raises(ConfigurationError, match="DEDUPE_WINDOW is more than twice RETENTION"):
        LogSettings.from_environment({"RETENTION": "59"}, name="test")
    assert LogSettings.from_environment({"RETENTION": "60"}, name="test").retention_sec == 60


def test_what_is_not_set_is_as_documented() -> None:
    """An empty variable is not set."""
    assert LogSettings.from_environment({"LEASE": ""}, name="test") == LogSettings(name="test")
    assert LogSettings.from_environment({"LEASE": "2.5"}, name="test").lease_sec == 2.5
