"""Messages that are almost right: one thing is changed, in every place of every seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from tests.channels.wire.test_browser import json_values
from tests.fuzz.codecs import Codec

Path = tuple[Any, ...]


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Where something can be changed in a JSON value: itself, and all that is in it."""
    yield path
    inside = value.items() if isinstance(value, dict) else ()
    for key, one in enumerate(value) if isinstance(value, list) else inside:
        yield from places(one, (*path, key))


def replace(there: Any, key: Any, value: object) -> None:
    there[key] = value


def remove(there: Any, key: Any, _: object) -> None:
    del there[key]


def wrap(there: Any, key: Any, value: object) -> None:
    there[key] = [there[key], value]


def rename(there: Any, key: Any, value: object) -> None:
    """Or hide in an object where there is no name."""
    one = there.pop(key)
    if isinstance(there, dict):
        there[str(value)] = one
    else:
        there.insert(key, {str(value): one})


def extend(there: Any, key: Any, value: object) -> None:
    if isinstance(there[key], str):
        there[key] += str(value)
    else:
        there[key] = value


def changed(seed: str, path: Path, act: Callable[[Any, Any, object], None], value: object) -> str:
    """A seed in which one place is not as it was."""
    whole: Any = [json.loads(seed)]
    steps, there = (0, *path), whole
    for key in steps[:-1]:
        there = there[key]
    act(there, steps[-1], value)
    return json.dumps(whole[0] if whole else None)


def spliced(seed: bytes, raw: bytes) -> Iterator[bytes]:
    """A seed that is cut off, added to, or overwritten, at every place."""
    for at in range(len(seed) + 1):
        yield seed[:at] + raw
        yield seed[:at] + raw + seed[at:]
        yield seed[:at] + raw + seed[at + len(raw) :]


def parsed(seed: str | bytes) -> Any:
    """A seed that is JSON; None for any other."""
    try:
        return json.loads(seed) if isinstance(seed, str) else None
    except ValueError:
        return None


def words(codec: Codec) -> list[object]:
    """What the seeds themselves say: it may stand in a wrong place."""
    found: list[object] = [""]
    for seed in codec.seeds:
        for path in places(parsed(seed)):
            value = parsed(seed)
            for key in path:
                value = value[key]
            found += [*path[-1:], value]
    return found


values = json_values | st.text(min_size=150, max_size=250) | st.integers(10**30, 10**40)
raw_bytes = st.binary(max_size=64) | st.text(max_size=16).map(str.encode)


def mutations(codec: Codec) -> st.SearchStrategy[list[str | bytes]]:
    """One change, in all places."""
    acts = st.sampled_from([replace, remove, wrap, rename, extend])

    def everywhere(change: tuple[Any, object, bytes]) -> list[str | bytes]:
        act, value, raw = change
        messages: list[str | bytes] = []
        for seed in codec.seeds:
            if isinstance(seed, bytes):
                messages += spliced(seed, raw)
            elif whole := parsed(seed):
                messages += [changed(seed, at, act, value) for at in places(whole)]
            else:
                messages += [one.decode(errors="replace") for one in spliced(seed.encode(), raw)]
        return messages

    return st.tuples(acts, values | st.sampled_from(words(codec)), raw_bytes).map(everywhere)
