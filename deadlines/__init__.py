"""The engine: clocks of persons and cases, their rules, pauses, excuses and breaches."""
