"""The cases, a file for each thing that they are about."""
