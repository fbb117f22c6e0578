"""What other languages read of the contracts: `python -m contracts.export` writes it, `--check` compares."""

from contracts.export.files import rendered_files

__all__ = ["rendered_files"]
