"""Opens the line: starts the Procfile's processes, waits until they can serve, and stops them."""
