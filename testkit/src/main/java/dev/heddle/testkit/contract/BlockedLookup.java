package dev.heddle.testkit.contract;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

/** A look-up that finds nothing until it is closed. */
final class BlockedLookup implements Lookup, AutoCloseable {

    final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    @Override
    public InetAddress[] of(String host) throws UnknownHostException {
        asked.complete(null);
        answer.join();
        throw new UnknownHostException(host);
    }

    @Override
    public void close() {
        answer.complete(null);
    }
}
