"""`make check`: what has been touched, checked in a minute. docs/testing.md tells what that leaves out."""
