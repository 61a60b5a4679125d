"""What travels on a line: bytes and JSON to events, commands to bytes and JSON. Pure."""
