"""Tests in headless Chromium, through the pages, against a live server."""
