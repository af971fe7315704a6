"""The ledger as tools for assistants, by the Model Context Protocol over standard input and output.

Reading only, unless the server was started to write: then reviews and reports can be entered too, under the
name that the person at the keyboard gave. Files are read only below folders that were named at the start.
"""
