"""An approved prompt version on a share of the threads, given back by itself when its monitors leave their band."""
