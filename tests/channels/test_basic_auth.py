from __future__ import annotations

from base64 import b64encode
from types import SimpleNamespace

import pytest

from channels.basic_auth import allowed


def basic(text: str) -> str:
    return "Basic " + b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("header", "good"),
    [
        (basic("desk:s3cret"), True),
        (basic("desk:s3cret").replace("Basic ", "basic  "), True),
        (basic("desk:s3cret").replace("Basic", "Bearer"), False),
        (basic("desk:S3cret"), False),
        (basic("Desk:s3cret"), False),
        (basic("desk:s3cret "), False),
        (basic("desk:"), False),
        (basic("desk:s3cret").removeprefix("Basic "), False),
        ("Basic", False),
        ("Basic \udcff", False),
        ("", False),
    ],
)
def test_only_this_user_name_with_this_password_is_allowed(header: str, good: bool) -> None:
    request = SimpleNamespace(headers={"authorization": header})
    assert allowed(request, "desk", "s3cret") is good


def test_who_brings_nothing_is_not_allowed() -> None:
    assert not allowed(SimpleNamespace(headers={}), "desk", "s3cret")
