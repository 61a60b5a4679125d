from __future__ import annotations

import pytest

from channels.errors import SettingError
from channels.options import read
from channels.sip_agent.settings import MOST_CALLS, Orders, UserAgent
from tests.channels.sip_agent.orders import orders


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


@pytest.mark.parametrize(
    ("ours", "seen_at"),
    [
        ({"listen": "0.0.0.0:5060", "public_address": "192.0.2.7"}, "192.0.2.7:5060"),
        ({"listen": "10.0.0.1:5070"}, "10.0.0.1:5070"),
        ({"listen": "[::1]:5060"}, "[::1]:5060"),
        ({"listen": "[::]:5060", "public_address": "2001:db8::7"}, "[2001:db8::7]:5060"),
    ],
)
def test_the_other_side_knows_it_by_its_public_address(ours: dict[str, str], seen_at: str) -> None:
    assert UserAgent(**ours).seen_at == seen_at


def test_orders_are_read_as_they_were_written() -> None:
    written = orders(username="trunk", password="s3cret")
    assert Orders.read(written.write()) == written


@pytest.mark.parametrize(("calls", "agents"), [(1, 1), (4, 1), (5, 2), (24, 6)])
def test_there_are_as_many_agents_as_all_calls_need(calls: int, agents: int) -> None:
    assert orders(max_calls=calls).agents == agents


def test_no_two_agents_share_a_port_for_audio() -> None:
    ours = orders(max_calls=24, rtp_ports="10000-10199")
    ranges = [ours.of_agent(number, "127.0.0.1:5").user_agent.rtp_range() for number in range(6)]
    used = [port for first, count in ranges for port in range(first, first + count + 1)]
    assert len(used) == len(set(used)) <= 200
    assert all(first % 2 == 0 and count + 1 >= 2 * MOST_CALLS for first, count in ranges)
