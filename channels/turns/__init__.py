"""The heart: who speaks when. Pure: events and the time go in, commands come out."""
