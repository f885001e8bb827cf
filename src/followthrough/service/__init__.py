"""What happened and who must act: the Django project."""
