"""Audio as numbers: framing and resampling. Pure."""
