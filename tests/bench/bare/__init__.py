"""The bare views: what a page costs at least, with the same rows and columns, and the plain Django admin as a peer.

A bare view has our base template with its navigation, one plain table for each statement, SQL by hand, session, user
and the INSERT of the access log. No rule, no row security, no object of a model.
"""
