"""The network layer. `resolver.net.http.Http` is the one way out."""
