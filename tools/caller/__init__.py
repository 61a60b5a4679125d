"""A telephone of our own: calls the line, speaks recordings, plays the answers, measures.

`sound`, `playback`, `script`, `telephone` and `measure` are pure: a call is a state machine that is
told what arrived and is asked every 20 ms what to send. `phone` gives it a websocket and a clock;
`show`, `keep` and `transcript` are what is seen of a call and what is left of it. It shares no code
with the channel that it calls, so that a mistake is not made twice.
"""
