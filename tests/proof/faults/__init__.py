"""Faults on purpose: a real site on a real PostgreSQL, whose processes are killed while people use it.

site      starts, freezes, kills and starts again: database, web server, sweep, sealer of the audit
settings  production's, with letters that go nowhere
people    puts a partnership into an empty database, and signs its people in
visitor   one signed-in person, over HTTP
history   what the site has acknowledged, on disk before the next request
writers   people who share, answer and take duties until each request is answered
door      the same without pages, for volume
nemesis   when what is killed
checker   is everything that was acknowledged there, once and whole?
kills     all of it together
"""
