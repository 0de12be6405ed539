"""The demo's city. What is asserted of its log stands beside the tests, and says as much when it fails."""

import pytest

pytest.register_assert_rewrite("tests.demo.past_log")
