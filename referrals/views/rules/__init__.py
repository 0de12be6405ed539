"""The pages on which the rules about a referred person are met."""
