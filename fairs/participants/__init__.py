"""The participant's pages: who I am, whom I should meet, when I can, where I have to be."""
