package dev.heddle.servlet;

import java.io.IOException;

/** A container that runs, on the loopback address. */
interface Running extends AutoCloseable {

    int port();

    /** Takes the application out of service; the container goes on. */
    void undeploy() throws IOException;

    @Override
    void close() throws IOException;
}
