"""The whole course as files for any static host: Python runs in the reader's browser."""
