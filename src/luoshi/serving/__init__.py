"""What the web page and the API share: who is asking, what they may do, how errors are told, the queue."""
