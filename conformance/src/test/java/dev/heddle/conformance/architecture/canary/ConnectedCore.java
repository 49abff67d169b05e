package dev.heddle.conformance.architecture.canary;

import io.netty.buffer.ByteBuf;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import javax.net.SocketFactory;

/** Protocol code that reaches out: each method in another way. */
public abstract class ConnectedCore {

    abstract Socket socket();

    abstract void channel(SocketChannel channel);

    abstract boolean file(File file);

    abstract void netty(ByteBuf buffer);

    void fails() throws IOException {}

    void stream(Object in) {
        ((InputStream) in).mark(1);
    }

    boolean path(String name) {
        return Files.exists(Path.of(name));
    }

    long clock() {
        return Clock.systemUTC().millis();
    }

    void executor(ExecutorService executor) {
        executor.shutdown();
    }

    Object concurrentMap() {
        return new ConcurrentHashMap<String, String>();
    }

    long atomic() {
        return new AtomicLong().get();
    }

    Object lock() {
        return new ReentrantLock();
    }

    Object logger() {
        return Logger.getLogger("canary");
    }

    List<Pattern> pattern() {
        return List.of();
    }

    boolean inflater(Object object) {
        return object instanceof Inflater;
    }

    Class<?> factory() {
        return SocketFactory.class;
    }
}
