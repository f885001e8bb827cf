"""What those on duty at night need when the service itself is down: one sealed file, made before each shift."""
