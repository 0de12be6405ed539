"""What a user does with the pages themselves."""
