"""The speech server: Coqui TTS behind OpenAI's `POST /v1/audio/speech`, streamed."""

__version__ = "0.1.0"
