"""How do chapters read: the list of them, one of them with its course, one version, and two side by side?"""
