"""The receiver's inbox: its rows, the referral that is open beside them, who may be given it, and which comes next."""
