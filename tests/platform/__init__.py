"""Set-up, servers, supervisor and production files: what the product stands on."""
