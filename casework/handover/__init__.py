"""What a coach who leaves, moves or is away has to hand over, and to whom it can be given."""
