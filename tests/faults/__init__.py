"""`make faults`: what is killed, lost or away while deadlines are swept, and that nobody could tell afterwards.

Real workers, beats and a Valkey, on the embedded PostgreSQL. The test run has a short version of each rehearsal.
"""
