"""Two records of one child: found by a person, merged, and parted again without losing anything."""
