"""What a user may set about `up`."""

from pathlib import Path

import pytest

from supervisor.services import services
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


@pytest.mark.parametrize("given", ["0", "9", "two", "-1", "٢"])
@pytest.mark.parametrize("name", ["REPLICAS", "GATEWAY_WORKERS"])
def test_a_number_of_processes_that_is_none_is_refused(name: str, given: str) -> None:
    """From one to eight, on one machine."""
    with pytest.raises(RefusalError, match=rf"{name}={given} is no number of processes: .* from 1 to 8"):
        Settings.from_environment({name: given})


def test_the_gateways_are_told_how_many_workers_they_have() -> None:
    """Each gateway gets them behind its own port."""
    settings = Settings.from_environment({"REPLICAS": "2", "GATEWAY_WORKERS": "3"})
    gateways = [one for one in services(settings, Path("keys")) if one.name.startswith("gateway")]
    assert [(one.environment["PORT"], one.environment["GATEWAY_WORKERS"]) for one in gateways] == [
        ("8080", "3"),
        ("8081", "3"),
    ]
