"""What a user may set about `up`."""

from pathlib import Path

import pytest

from supervisor.settings import ROOT, RefusalError, Settings


def test_without_an_environment_the_defaults_hold() -> None:
    """Nothing has to be set."""
    settings = Settings.from_environment({})
    assert (settings.port, settings.nats_port, settings.data_dir) == (8080, 4222, ROOT / ".data")


def test_an_empty_variable_counts_as_unset() -> None:
    """`PORT= ./justw up` is the default, as everywhere in a shell."""
    assert Settings.from_environment({"PORT": "", "DATA_DIR": ""}) == Settings.from_environment({})


def test_a_folder_is_relative_to_the_checkout(tmp_path: Path) -> None:
    """`DATA_DIR=.data2` lies beside `.data`; an absolute one is taken as it is."""
    assert Settings.from_environment({"DATA_DIR": ".data2"}).data_dir == ROOT / ".data2"
    assert Settings.from_environment({"DATA_DIR": str(tmp_path)}).data_dir == tmp_path.resolve()


@pytest.mark.parametrize("given", ["0", "65536", "http", "-1", "80 80", "٨٠"])
@pytest.mark.parametrize("name", ["PORT", "NATS_PORT"])
def test_a_port_that_is_none_is_refused(name: str, given: str) -> None:
    """A typing error in a setting is answered with the setting and its range."""
    with pytest.raises(RefusalError, match=rf"{name}={given} is not a port: .* from 1 to 65535"):
        Settings.from_environment({name: given})
