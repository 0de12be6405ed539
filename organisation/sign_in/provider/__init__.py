"""Sign-in with the city's identity provider (OpenID Connect).

It says who somebody is; an administrator has said who has an account. Nobody gets an account this way.
"""
