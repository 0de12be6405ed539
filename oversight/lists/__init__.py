"""The list of deadlines and the register of breaches: filters, orders, rows, and the way through them."""
