"""The step `profiling`: the résumé is read."""
