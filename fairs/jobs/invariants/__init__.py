"""What must be true of deliveries and of those who carry them out: one function a check."""
