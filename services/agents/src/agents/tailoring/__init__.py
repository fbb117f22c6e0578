"""The tailoring engine: pure functions over immutable documents. It knows no log, clock or network."""
