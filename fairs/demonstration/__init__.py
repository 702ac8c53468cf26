"""The invented fair, meetup and network with which a newcomer tries the product."""
