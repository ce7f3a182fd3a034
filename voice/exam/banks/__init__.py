"""Files of question banks: read, checked, edited and written."""
