"""A fair as its organiser writes it down in a spreadsheet, read into values with every fault named."""
