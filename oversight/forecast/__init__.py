"""What the coming ten working days will bring."""
