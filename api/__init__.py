"""For other systems: the handbook as JSON over HTTP, and as tools over the Model Context Protocol.

Both give the records that the command line prints, and both go through one ``Service``.
"""
