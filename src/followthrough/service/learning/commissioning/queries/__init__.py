"""What is known of need that nobody met: in figures by tier, and in examples of single children without names."""
