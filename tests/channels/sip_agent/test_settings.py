from __future__ import annotations

import pytest

from channels.errors import SettingError
from channels.options import read
from channels.sip_agent.settings import UserAgent


def test_nothing_need_be_said() -> None:
    assert read(UserAgent, "", {}).rtp_range() == (10000, 199)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"listen": "5060"}, "listen is '5060'; allowed: HOST:PORT"),
        ({"peers": "everybody"}, "peers is 'everybody'; allowed: addresses or networks"),
        ({"rtp_ports": "10000"}, "rtp_ports is '10000'; allowed: FIRST-LAST"),
        ({"rtp_ports": "80-90"}, "rtp_ports is '80-90'"),
        ({"rtp_ports": "20000-10000"}, "rtp_ports is '20000-10000'"),
        ({"username": "trunk"}, "username is 'set'; allowed: with password only"),
        ({"password": "s3cret"}, "username is None; allowed: with password only"),
        ({"password": 4821}, "password is '(not shown)'"),
        ({"registrar": "sip:pbx"}, "registrar is 'set'; allowed: with registrar_username only"),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(SettingError) as refused:
        read(UserAgent, "", wrong)
    assert named in str(refused.value)


def test_no_secret_is_shown() -> None:
    own = read(UserAgent, "", {"username": "trunk", "password": "s3cret"})
    assert "s3cret" not in repr(own)
