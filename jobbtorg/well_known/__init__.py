"""What programs and strangers look for at fixed addresses below /.well-known/."""
