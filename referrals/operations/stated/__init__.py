"""What is stated of a person: put right, counted by, and the decision and the day of enrolment that go with it."""
