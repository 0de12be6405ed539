"""Tables that ship with the product or are kept by administrators, and the stored calendar."""
