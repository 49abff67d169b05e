package dev.heddle.driver;

import java.util.function.Function;

/** A client's driver with streams. */
final class ClientStreamDriver extends StreamDriver implements ClientDriver {

    private final ClientConnection connection;

    private ClientStreamDriver(ClientConnection connection, OutputQueue output) {
        super(connection, output);
        this.connection = connection;
    }

    static ClientDriver create(
            String url, DriverOptions options, Function<? super ClientDriver, ? extends DriverListener> listener) {
        OutputQueue output = output();
        ClientStreamDriver driver =
                new ClientStreamDriver(new ClientConnection(WebSocketUrl.parse(url), options, output), output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    @Override
    public String url() {
        return connection.url();
    }

    @Override
    public int statusCode() {
        return connection.statusCode();
    }

    @Override
    public Headers headers() {
        return connection.headers();
    }

    @Override
    public byte[] body() {
        return connection.body();
    }

    @Override
    public boolean awaitsBody() {
        return connection.awaitsBody();
    }

    @Override
    public ProxyDriver proxy(
            ProxyUrl url, Output output, Function<? super ProxyDriver, ? extends ProxyListener> listener) {
        return connection.proxy(url, output, listener);
    }

    @Override
    public boolean start() {
        return command(connection::start);
    }

    @Override
    public boolean start(RequestSink request) {
        return command(() -> connection.start(request));
    }

    @Override
    public void respond(int status, Headers headers) {
        command(() -> {
            connection.respond(status, headers);
            return true;
        });
    }
}
