"""Measured claims, one module each: ``python -m benchmarks.weekly [--json]``.

Ours and the peers run by turns in one session, so that a busy machine slows all of them alike; what is
compared are medians. The exit code is 1 when a claim does not hold.
"""
