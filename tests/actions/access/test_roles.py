from __future__ import annotations

import pytest

from actions.access.roles import EXPORT, EXPORT_CALLER, LIST, READ_AUDIT, ROLES, SHOW, may

ALL = {LIST, SHOW, EXPORT, EXPORT_CALLER, READ_AUDIT}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("agent", {LIST, SHOW}),
        ("reviewer", {LIST, SHOW, EXPORT}),
        ("officer", ALL),
        ("admin", {READ_AUDIT}),
        ("", set()),
        ("root", set()),
    ],
)
def test_a_role_may_do_this_and_nothing_else(role: str, allowed: set[str]) -> None:
    assert {action for action in ALL if may(role, action)} == allowed


def test_there_are_no_other_roles_and_actions() -> None:
    assert set(ROLES) == {"agent", "reviewer", "officer", "admin"}
    assert set().union(*ROLES.values()) == ALL
