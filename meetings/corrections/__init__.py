"""What corrections of meetings and group information ask: fields, whose they are, and the first visit."""
