"""Maillage: business fairs and meetups, from registration to agendas that stay true."""
