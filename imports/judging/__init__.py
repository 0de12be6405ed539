"""What a row says by itself: from its cells to facts, and what there is to say about them."""
