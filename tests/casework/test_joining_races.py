"""Joining while others write: two managers at once, a referral that is being sent, a person who is being protected."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection

from aspirants.models import Enrolment, Person
from casework.models import PersonJoin
from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from demo.factories import ClosureReasonFactory, EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from referrals.models import Referral
from referrals.operations import submit_referral
from tests.casework.joining import join, seen
from tests.deadlines.rules_in_force import put_rules_in_force
from tests.referrals.pages import FACTS
from tests.roles import as_role

ROUNDS = 8
