/** WebSockets and event streams in a container of Jakarta Servlet 6. */
module dev.heddle.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.websocket;
    requires transitive jakarta.servlet;

    exports dev.heddle.servlet;
}
