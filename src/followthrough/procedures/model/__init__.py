"""The nouns of the engine: event, history, condition, procedure, duty, signal. Frozen and checked when built."""
