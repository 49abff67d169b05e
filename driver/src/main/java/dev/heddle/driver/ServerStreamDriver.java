package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server's driver with streams. */
final class ServerStreamDriver extends StreamDriver implements ServerDriver {

    private final ServerConnection connection;

    private ServerStreamDriver(ServerConnection connection, OutputQueue output) {
        super(connection, output);
        this.connection = connection;
    }

    static ServerDriver create(
            @Nullable Request request,
            DriverOptions options,
            Function<? super ServerDriver, ? extends DriverListener> listener) {
        OutputQueue output = output();
        ServerStreamDriver driver = new ServerStreamDriver(new ServerConnection(request, options, output), output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    @Override
    public @Nullable Request request() {
        return connection.request();
    }

    @Override
    public ByteBuffer body() {
        return connection.body();
    }

    @Override
    public String url() {
        return connection.url();
    }

    @Override
    public boolean start() {
        return command(connection::start);
    }

    @Override
    public boolean start(ResponseSink response) {
        return command(() -> connection.start(response));
    }

    @Override
    public boolean refuse(Response response) {
        return command(() -> connection.refuse(response));
    }
}
