"""Dead letters for operators: what `./justw dead` does."""
