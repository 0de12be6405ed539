"""What is offered to another jobbtorg and belongs to the own one until it is accepted there: cases and referrals."""
