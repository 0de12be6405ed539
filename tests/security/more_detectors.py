"""Kinds of secret that bc-detect-secrets does not look for of itself; `secret_scan` loads this file as its plugin."""

from __future__ import annotations

import re

from detect_secrets.plugins.base import RegexBasedDetector


class GitLabTokenDetector(RegexBasedDetector):
    """What GitLab gives people, runners, deployments and applications; each kind has its own prefix."""

    secret_type = "GitLab Token"
    denylist = (
        re.compile(r"\b(?:glpat|gldt|glft|glsoat|glrt|glimt|glptt|glagent|gloas)-[\w-]{20,}"),
        re.compile(r"\bglcbt-[\w-]{20,}"),
        re.compile(r"\bGR1348941[\w-]{20,}"),
    )


class PackageIndexTokenDetector(RegexBasedDetector):
    """Tokens of the Python package index and its test index: the place, in base64, follows the prefix."""

    secret_type = "PyPI Token"
    denylist = (re.compile(r"\bpypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{70,}"),)


class ModelServiceTokenDetector(RegexBasedDetector):
    """Keys of OpenAI's services, which all have the same letters in the middle."""

    secret_type = "OpenAI Token"
    denylist = (re.compile(r"\bsk-[\w-]*[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),)


class TelegramTokenDetector(RegexBasedDetector):
    """Keys of Telegram bots: the bot's number and 35 characters."""

    secret_type = "Telegram Bot Token"
    denylist = (re.compile(r"\b\d{8,10}:[\w-]{35}(?![\w-])"),)
