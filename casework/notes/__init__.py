"""Notes of a case outside meetings: the page that writes one, the list, and the jobbtorg's templates."""
