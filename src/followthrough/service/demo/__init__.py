"""The example partnership, Wealdshire: fictional from end to end, with a clock that a visitor may move."""
