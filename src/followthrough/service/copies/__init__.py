"""What somebody takes along for their agency's own system, in one click: as text and as a PDF, and from where."""
