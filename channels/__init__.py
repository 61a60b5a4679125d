"""Voice input channels for Rasa: transport, hearing, turn-taking and playback."""
