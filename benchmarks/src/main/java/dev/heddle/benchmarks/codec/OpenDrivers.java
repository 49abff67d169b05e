package dev.heddle.benchmarks.codec;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import dev.heddle.extensions.Extension;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** Drivers behind their handshakes. */
final class OpenDrivers {

    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    private OpenDrivers() {}

    static ServerDriver server(Room room, Function<Driver, DriverListener> listener, Extension... extensions) {
        ServerDriver server = Driver.server(options(extensions), room, driver -> listener.apply(driver));
        server.start();
        server.parse(ByteBuffer.wrap(Wire.request()));
        return open(server, room);
    }

    static ClientDriver client(Room room, ByteBuffer memory, Function<Driver, DriverListener> listener) {
        ClientDriver client = Driver.client("ws://example.com/", options(), room, driver -> listener.apply(driver));
        client.start();
        client.parse(ByteBuffer.wrap(Wire.response(memory.duplicate().flip())));
        return open(client, room);
    }

    private static <D extends Driver> D open(D driver, Room room) {
        if (driver.state() != State.OPEN) {
            throw new IllegalStateException("Not open, but " + driver.state());
        }
        room.clear();
        return driver;
    }

    private static DriverOptions options(Extension... extensions) {
        return DriverOptions.builder()
                .maxLength(MAX_LENGTH)
                .extensions(List.of(extensions))
                .build();
    }
}
