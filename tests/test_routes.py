"""Handlers are found by name, and a handler that could never work is refused at registration."""

from typing import Any

import pytest

from handlers.routes import Kind, Routes, WrongRoute


async def pressed(ack: Any, action: dict[str, Any], begin: Any) -> None: ...


async def anything(ack: Any, body: Any, respond: Any, client: Any, actor: Any) -> None: ...


@pytest.mark.parametrize("name", ["wave.close", "wave.close:3", "wave.close:3:b", "wave.close:"])
def test_a_name_is_found_with_or_without_its_tail(name: str) -> None:
    routes = Routes()
    routes.action("wave.close", pressed)

    route = routes.find(Kind.ACTION, name)

    assert route is not None
    assert (route.handler, route.parameters) == (pressed, ("ack", "action", "begin"))


@pytest.mark.parametrize("name", ["wave", "wave.closed", "close", "", ":wave.close"])
def test_a_name_that_is_only_alike_is_not_found(name: str) -> None:
    routes = Routes()
    routes.action("wave.close", pressed)

    assert routes.find(Kind.ACTION, name) is None


def test_the_same_name_may_mean_something_else_in_another_kind() -> None:
    routes = Routes()
    routes.action("pulse", anything)
    routes.view("pulse", anything, leaves_receipt=False)

    assert routes.find(Kind.ACTION, "pulse") != routes.find(Kind.VIEW, "pulse")
    assert routes.find(Kind.COMMAND, "pulse") is None


def test_work_leaves_a_receipt_unless_the_route_says_otherwise() -> None:
    routes = Routes()
    routes.view("form", anything)
    routes.view("ballot", anything, leaves_receipt=False)

    found = [routes.find(Kind.VIEW, name) for name in ("form", "ballot")]

    assert [route.leaves_receipt for route in found if route] == [True, False]


def test_a_name_is_taken_once() -> None:
    routes = Routes()
    routes.command("/pulse", anything)

    with pytest.raises(WrongRoute, match="/pulse"):
        routes.command("/pulse", anything)


def test_a_parameter_that_nobody_gives_is_named_at_registration() -> None:
    async def pulse(ack: Any, database: Any) -> None: ...

    with pytest.raises(WrongRoute, match=r"/pulse.*database"):
        Routes().command("/pulse", pulse)


def test_an_action_has_no_command_to_give() -> None:
    async def pulse(command: Any) -> None: ...

    with pytest.raises(WrongRoute, match="command"):
        Routes().action("pulse", pulse)


@pytest.mark.parametrize("name", ["", "wave.close:3"])
def test_a_name_that_could_never_be_found_is_refused(name: str) -> None:
    with pytest.raises(WrongRoute):
        Routes().action(name, anything)


def test_a_handler_that_cannot_be_awaited_is_refused() -> None:
    def pulse(ack: Any) -> None: ...

    with pytest.raises(WrongRoute, match="async"):
        Routes().command("/pulse", pulse)  # type: ignore[arg-type]


def test_a_method_is_a_handler_like_any_other() -> None:
    class Desk:
        async def pulse(self, ack: Any) -> None: ...

    routes = Routes()
    routes.command("/pulse", Desk().pulse)

    route = routes.find(Kind.COMMAND, "/pulse")

    assert route is not None
    assert route.parameters == ("ack",)
