"""Scripts that write pages of docs/ and data of the package; they are not installed with it."""
