package dev.heddle.benchmarks.echo;

import java.util.Locale;

/**
 * One kind of load.
 *
 * @param inFlight messages that are on their way on each connection at any time; at a fixed rate, at most
 * @param size bytes of payload
 * @param rate messages a second in all; 0: as many as come back
 */
record Cell(Content content, int size, int connections, int inFlight, int rate) {

    Cell(Content content, int size, int connections, int inFlight) {
        this(content, size, connections, inFlight, 0);
    }

    /** Returns the name for command lines and records: {@code json-1024-64x16}. */
    String name() {
        String name = content.name().toLowerCase(Locale.ROOT) + "-" + size + "-" + connections + "x" + inFlight;
        return rate == 0 ? name : name + "-at-" + rate;
    }

    /** Returns the name for people: {@code 1 KiB JSON text, 64 × 16}. */
    String title() {
        String kind = content == Content.BINARY ? "" : " " + content.label();
        String often = rate == 0 ? "" : String.format(Locale.ROOT, ", %,d a second", rate);
        return Figures.size(size) + kind + ", " + connections + " × " + inFlight + often;
    }

    /** Returns the title for those who have not read what it means: {@code 16 B, 64 connections, 16 in flight}. */
    String description() {
        String kind = content == Content.BINARY ? "" : " " + content.label();
        return Figures.size(size) + kind + ", " + connections + (connections == 1 ? " connection, " : " connections, ")
                + inFlight + " in flight";
    }

    /** Tells whether a server can be measured with it: a raw echo knows neither text nor compression. */
    boolean suits(Server server) {
        return content == Content.BINARY || !server.isRaw() && (!content.isCompressed() || server.deflates());
    }

    /** Returns the cell in which the raw echo is measured for this one: the same bytes as binary. */
    Cell raw() {
        return new Cell(Content.BINARY, size, connections, inFlight, rate);
    }

    /** Tells whether all latencies are kept: where the generator does not wait, and for one message in flight. */
    boolean isForLatency() {
        return rate > 0 || content == Content.BINARY && size == 125 && inFlight == 1;
    }
}
