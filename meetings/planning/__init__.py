"""What stands in the way of a time: asked before a meeting or a group information is booked or moved."""
