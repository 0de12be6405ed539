"""The pages of a draft beside each other: two tabs on the same one."""
