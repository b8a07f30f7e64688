"""What writes pages of docs/ and data of the package; not installed with it."""
