"""Every operation knows who acts and checks the right, or says who has checked. Read from the source; no database."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.access.contract import House, Place, gaps, the_product

BESIDE = {
    "log_access": "takes the request, whose user it records; the page has been opened by its own rule",
    "log_act": "takes the request, whose user it records, after what the user did stands",
    "log_sign_in": "takes the request; at a failed sign-in there is no user",
    "notify": "pages, operations and jobs send notices with it; the recipients are its argument",
}
"""What lives among the operations and is none, each with the reason."""


@pytest.fixture(scope="module")
def house() -> House:
    return the_product()


def test_every_operation_knows_who_acts_and_who_checks(house: House) -> None:
    assert list(gaps(house, BESIDE)) == []


def test_the_walk_finds_the_operations(house: House) -> None:
    """A walk that finds nothing would pass; these are of different apps and of each way a module may be named."""
    names = {place.name for place in house.operations}
    assert {"close_case", "accept_referral", "give_position", "start_import", "choose_notices", *BESIDE} <= names
    assert len(names) > 70


RULES = """
class AccessRule: ...
"""
PERMISSIONS = """
def may(user, act): ...
def require(actor, act): ...
"""


def _house(operations: str, **others: str) -> House:
    imports = "from organisation.access.permissions import may, require\n"
    modules = {"cases.operations": imports + dedent(operations), **{k: dedent(v) for k, v in others.items()}}
    return House({"organisation.access.rules": RULES, "organisation.access.permissions": PERMISSIONS, **modules})


KEPT = {
    "it asks": '''
        def close(*, actor, case):
            """Close it."""
            require(actor, 1)
        ''',
    "its helper asks": '''
        def close(*, actor, case):
            """Close it."""
            _require_manager(actor)

        def _require_manager(actor):
            require(actor, 1)
        ''',
    "it asks, locks and asks again": '''
        def close(*, actor, case):
            """Close it."""
            case = _locked(actor, case)

        def _locked(actor, case):
            require(actor, 1)
            found = Case.objects.select_for_update().get(pk=case.pk)
            require(actor, 1)
            return found
        ''',
    "the one that calls it asks": '''
        def close(*, actor, case):
            """Close it."""
            require(actor, 1)
            disclose(actor=actor)

        def disclose(*, actor):
            """Disclose it.

            Checked by: `close` (an act, and
            where).
            """
            print(actor)
        ''',
    "it is part of one that asks": '''
        def close(*, actor, case):
            """Close it."""
            require(actor, 1)
            cancel(case=case)

        def cancel(*, case):
            """Cancel it.

            Part of: `close`.
            """
        ''',
}

BROKEN = {
    "takes its arguments by position": '''
        def close(actor, *, case):
            """Close it."""
            require(actor, 1)
        ''',
    "has no docstring": """
        def close(*, actor):
            require(actor, 1)
        """,
    "does not use its actor": '''
        def close(*, actor, user):
            """Close it."""
            require(user, 1)
        ''',
    "neither asks for a right nor says who has": '''
        def close(*, actor, case):
            """Close it."""
            _store(actor)

        def _store(actor): ...

        def _never_called(actor):
            require(actor, 1)
        ''',
    "locks a row before it asks for the right": '''
        def close(*, actor, case):
            """Close it."""
            case = _locked(case)
            require(actor, 1)

        def _locked(case):
            return Case.objects.filter(pk=case.pk).select_for_update(of=("self",)).first()
        ''',
    "is not reached by `close`, which is said to check": '''
        def close(*, actor):
            """Close it."""
            require(actor, 1)

        def disclose(*, actor):
            """Disclose it.

            Checked by: `close`.
            """
            print(actor)
        ''',
    "says that `_close` checks, which does not": '''
        def _close(actor):
            disclose(actor=actor)

        def disclose(*, actor):
            """Disclose it.

            Checked by: `_close`.
            """
            print(actor)
        ''',
    "takes no actor and does not say what it is part of, or what runs it": '''
        def cancel(*, case):
            """Cancel it."""
        ''',
    "is not reached by `close`": '''
        def close(*, actor):
            """Close it."""
            require(actor, 1)

        def cancel(*, case):
            """Cancel it.

            Part of: `close`.
            """
        ''',
    "does not name `withdraw`, which it is part of": '''
        def close(*, actor):
            """Close it."""
            require(actor, 1)
            cancel(case=1)

        def withdraw(*, actor):
            """Withdraw it."""
            require(actor, 1)
            cancel(case=1)

        def cancel(*, case):
            """Cancel it.

            Part of: `close`.
            """
        ''',
}


@pytest.mark.parametrize("source", KEPT.values(), ids=KEPT)
def test_the_contract_is_kept_where(source: str) -> None:
    assert list(gaps(_house(source))) == []


@pytest.mark.parametrize("gap", BROKEN)
def test_a_gap_is_found(gap: str) -> None:
    found = [sentence.partition(": ")[2] for sentence in gaps(_house(BROKEN[gap]))]
    assert gap in found


def test_a_helper_of_another_module_counts_and_another_operation_does_not() -> None:
    """Who calls an operation that checks has not checked: what it does before may be somebody else's."""
    calls = '''
        from cases.rules import require_manager
        from meetings.operations import book

        def close(*, actor):
            """Close it."""
            require_manager(actor)

        def plan(*, actor):
            """Plan it."""
            book(actor=actor)
        '''
    house = _house(
        calls,
        **{
            "cases.rules": """
                from organisation.access.permissions import require
                def require_manager(actor):
                    require(actor, 1)
                """,
            "meetings.operations": '''
                from organisation.access.permissions import require
                def book(*, actor):
                    """Book it."""
                    require(actor, 1)
                ''',
        },
    )
    assert list(gaps(house)) == ["cases.operations.plan: neither asks for a right nor says who has"]
    assert house.asks(Place("cases.operations", "close"))
