package dev.heddle.driver;

/** A client's driver. */
public sealed interface ClientDriver extends Driver permits ClientConnection, ClientStreamDriver {

    /** Returns the status of the server's response, or 0 if it has not arrived. */
    int statusCode();

    /** Returns the header fields of the server's response, none if it has not arrived. */
    Headers headers();
}
