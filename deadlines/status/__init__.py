"""How clocks stand on a day: conditions, counts, words, and whether they were judged lately."""
