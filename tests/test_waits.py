"""A sleep before an assertion is found, and a wait for something is none."""

import pytest

from tests.waits import slept_before_asserting


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(1)\n assert a",
        "page.wait_for_timeout(20)\n expect(a).to_be_visible()",
        "time.sleep(1)\n act()\n assert a",
        "with a:\n  time.sleep(1)\n assert a",
        "until(b)\n time.sleep(1)\n assert a",
        "for b in c:\n  assert b\n time.sleep(1)\n assert a",
    ],
)
def test_sleep_before_an_assertion_is_found(body):
    assert list(slept_before_asserting(f"def f():\n {body}")) == ["f"]


@pytest.mark.parametrize(
    "body",
    [
        "assert a",
        "time.sleep(1)",
        "time.sleep(1)\n until(b)\n assert a",
        "while not b:\n  time.sleep(1)\n assert a",
        "time.sleep(3)\n while b():\n  time.sleep(1)\n assert a",
        "assert a\n time.sleep(1)",
    ],
)
def test_wait_for_something_is_no_sleep(body):
    assert list(slept_before_asserting(f"def f():\n {body}")) == []
