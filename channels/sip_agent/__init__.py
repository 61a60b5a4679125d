"""The SIP user agent: a process of its own, which joins SIP calls to the line `sip` of Rasa.

PJSIP's bridge asks for a frame of each call every 20 ms, from a thread of its own that needs
Python's lock: beside Rasa, whose inference holds that lock, calls would stutter.
"""
