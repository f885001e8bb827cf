"""Injuries of a child: what was seen where, what was said of it, what a doctor said, and where photographs are kept."""
