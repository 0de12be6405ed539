"""The pages of attachments."""
