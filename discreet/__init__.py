"""What a process may tell of itself: nothing that was said. Every package may import it."""
