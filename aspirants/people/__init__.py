"""What the operations on a person share: whom they lock, and what counts as news."""
