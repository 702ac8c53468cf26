"""What leaves the house: pure functions from frozen values to calendars, paper and text."""
