"""The system that tests of the page use: as a user has it, but for a pace, a clock and a death that tests decide on."""
