# What can be done here: `./justw` lists it. Recipes are started through ./justw, which brings the tools.

set positional-arguments := true

export VIRTUAL_ENV := justfile_directory() / ".venv"

members := "contracts eventlog services/gateway services/pipeline services/agents deploy/local"

[private]
default:
    @just --list --unsorted

# Install the locked packages and build the page; does nothing where nothing changed
[group('run')]
setup:
    @python3 deploy/local/prepare.py

[private]
packages:
    @python3 deploy/local/prepare.py packages

# Run everything on this machine (PORT=8080, NATS_PORT=4222, DATA_DIR=.data); Ctrl-C ends it
[group('run')]
up *arguments:
    @./justw up "$@"

# Run one service in the foreground against NATS_URL: gateway, pipeline, or agents STEP…
[group('run')]
run service *steps:
    @./justw run "$@"

# Follow what the services of `up` write, all of them or those named
[group('run')]
logs *names: packages
    @python -m supervisor.logs "$@"

# Work that nobody could do: list, show JOB, redrive JOB…|--step STEP|--all, drop JOB (NATS_URL; that of `up` unless told)
[group('run')]
dead *arguments: packages
    @python -m pipeline.dead "$@"

# Run all tests with the seconds of each part; or one part (unit, nats, e2e, browser, web); or what pytest is told
[group('check')]
test *arguments: packages tools
    @python -m tests "$@"

[private]
tools:
    @python3 deploy/local/prepare.py tools

# Look at the code without running it: ruff, mypy, import-linter, Biome, tsc, freshness of what is generated
[group('check')]
static: packages
    @python -m tests.static

alias lint := static

# Measure the quality of the engine on the real data beside the repository
[group('check')]
quality *arguments: packages
    @python -m bench.quality "$@"

# Feed parsers and guard with strange input: --seconds 60, --only NAME, --seed N
[group('check')]
fuzz *arguments: packages
    @python -m tests.fuzz "$@"

# Measure speed: gateway, jobs, page, pipeline, replay
[group('check')]
bench name *arguments: packages
    @shift; python -m bench.{{name}} "$@"

# Break everything, repeatably, while jobs run, and compare what viewers saw with the log: --seed 1 --faults 51 --nodes 3; or --each-write
[group('check')]
chaos *arguments: packages
    @python -m tests.chaos "$@"

# Hold a deployment to what it promises on the wire: URL, --only NAME, --list, --mutants; --help names what it can be told
[group('check')]
conformance *arguments: packages tools
    @python -m tests.conformance "$@"

# All that has to hold before a change is handed over, as .ci/run does it
[group('check')]
check:
    @.ci/run

# Clone into a temporary folder and run the two commands there, with an empty HOME and next to nothing on PATH
[group('check')]
fresh: packages
    @python -m tests.fresh

# Format everything, and repair what can be repaired without thinking
[group('write')]
fmt: packages
    ruff check --fix --quiet
    ruff format
    python deploy/local/prepare.py npm run format

# Write what is generated: schemas and TypeScript types from the contracts, the OpenAPI document, the jobs in docs/tailoring.md
[group('write')]
generate: packages
    python -m contracts.export
    python -m gateway.openapi
    python -m bench.quality.examples

# Remake the pictures and the film of the README, of real jobs in a browser
[group('write')]
pictures: packages
    @python -m tests.pictures

# Derive the large tables of the lexicon again: --source FOLDER holds O*NET's tables, wordfreq comes from its own lock
[group('write')]
lexicon *arguments: packages
    uv pip install --quiet --require-hashes --target .lexicon --requirement lexicon.lock
    @PYTHONPATH=.lexicon python -m agents.tailoring.lexicon.derive "$@"

# Cut the fonts of the PDF again: --source FOLDER holds the TrueType files of Debian's fonts-noto-core and fonts-droid-fallback
[group('write')]
fonts *arguments: packages
    uv pip install --quiet --require-hashes --target .fonts --requirement fonts.lock
    @PYTHONPATH=.fonts python -m agents.tailoring.rendering.pdf.derive "$@"

# Pin all packages again, keeping pins that still fit (add -U NAME to raise one)
[group('write')]
lock *arguments:
    #!/bin/sh
    set -eu
    compile() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }
    compile --group tools --output-file tools.lock "$@"
    compile --group dev $(printf '%s/pyproject.toml ' {{members}}) --output-file requirements.lock \
        --no-emit-package resume-optimizer-contracts --no-emit-package resume-optimizer-eventlog "$@"
    compile --group lexicon --constraint requirements.lock --output-file lexicon.lock "$@"
    compile --group fonts --constraint requirements.lock --output-file fonts.lock "$@"
    compile bench/peers/requirements.in --output-file bench/peers/requirements.lock "$@"
