package dev.heddle.extensions;

/** The server's side of one extension on one connection. */
public interface ServerSession extends Session {

    /** Returns the configuration that the server agrees to, for its response. */
    Parameters generateResponse();
}
