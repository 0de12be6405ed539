"""A referral moves to another jobbtorg before anybody is enrolled: offered, answered, and moved when it is accepted."""
