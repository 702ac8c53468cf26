"""The guards around the tests themselves."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import create_engine, text

from tests.network import OutsideWorldError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ELSEWHERE = "192.0.2.1"  # an address set aside for documentation: nobody answers there


def test_a_connection_to_another_machine_fails() -> None:
    with (
        socket.socket() as stream,
        pytest.warns(UserWarning, match="A test tried to use"),
        pytest.raises(SocketConnectBlockedError),
    ):
        stream.connect((ELSEWHERE, 80))


def test_a_datagram_to_another_machine_fails() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        pytest.raises(OutsideWorldError, match=ELSEWHERE),
    ):
        datagrams.sendto(b"?", (ELSEWHERE, 53))


def test_a_name_outside_is_not_looked_up() -> None:
    with pytest.raises(OutsideWorldError, match="example"):
        socket.getaddrinfo("forum.example", 443)


def test_a_database_on_another_machine_is_refused() -> None:
    engine = create_engine(f"postgresql+psycopg://anyone@{ELSEWHERE}/anything")
    with pytest.raises(OutsideWorldError, match=ELSEWHERE):
        engine.connect()


def test_this_machine_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=1) as client:
            answered, _ = server.accept()
            answered.close()
        assert client.fileno() == -1


def test_each_test_has_a_database_of_its_own(session: Session) -> None:
    session.execute(text("CREATE TABLE mark_of_one_test (id INTEGER)"))
    session.commit()


def test_and_the_next_test_finds_no_trace(session: Session, database_url: str) -> None:
    session.execute(text("CREATE TABLE mark_of_one_test (id INTEGER)"))
    session.commit()
    assert session.get_bind().dialect.name in database_url
