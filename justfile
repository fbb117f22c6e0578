# What can be done here: `./justw` lists it. Start recipes through ./justw, which brings the tools.

set positional-arguments := true

export VIRTUAL_ENV := justfile_directory() / ".venv"

[private]
default:
    @just --list --unsorted

# Install the locked packages and build the page; does nothing where nothing changed.
[group('run')]
setup:
    @python3 deploy/local/prepare.py
