"""The files that people pass on: checked and made anew before they are kept, then sealed."""
