package dev.heddle.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A container's output that takes nothing which it was not asked about, and writes an array long after it was given. */
final class StrictOutput extends ServletOutputStream {

    /** What was done, such as {@code write 5} and {@code flush}. */
    final List<String> calls = new ArrayList<>();

    private final List<byte[]> given = new ArrayList<>();
    private WriteListener listener;
    private boolean ready;
    /** How often it may be written to before it is full. */
    private int room;

    /** Makes room for some writes and flushes, and says so. */
    void makeRoom(int writes) throws IOException {
        room = writes;
        listener.onWritePossible();
    }

    void fail(Throwable cause) {
        listener.onError(cause);
    }

    /** Returns all that was given, as it is now. */
    String text() {
        StringBuilder text = new StringBuilder();
        given.forEach(bytes -> text.append(new String(bytes, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    @Override
    public boolean isReady() {
        ready = room > 0;
        return ready;
    }

    @Override
    public void setWriteListener(WriteListener newListener) {
        listener = newListener;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        use("write " + length);
        if (offset != 0 || length != bytes.length) {
            throw new IllegalStateException("Undertow would write all " + bytes.length + " bytes");
        }
        given.add(bytes);
    }

    @Override
    public void write(int one) {
        throw new IllegalStateException("A byte at a time");
    }

    @Override
    public void flush() {
        use("flush");
    }

    private void use(String call) {
        if (!ready) {
            throw new IllegalStateException("isReady was not asked, or has said no, before: " + call);
        }
        ready = false;
        room--;
        calls.add(call);
    }
}
