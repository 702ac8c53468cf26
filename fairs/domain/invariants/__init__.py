"""What must be true of the rows of fairs, whatever happened: one function a check, for `maillage doctor`."""
