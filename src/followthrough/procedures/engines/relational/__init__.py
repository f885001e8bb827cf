"""The set-based engine: a population as relational operations compiled from the same model, on DuckDB or Spark."""
